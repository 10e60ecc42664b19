/** Scenarios: what one is, and running it. */
export type { Mismatch } from './expectations.ts';
export { ExpectationFailed, runScenario, runSteps, toOptions } from './run-scenario.ts';
export { defineScenario, readScenario, type Scenario, type ScenarioInput, type ScenarioStep } from './scenario.ts';
