/** `hvsim/inspector`: every transition of a run on a page, live or as one file. */
export { type Inspection, type InspectOptions, inspectSimulator } from './inspect-simulator.ts';
export type { CommandHandlers } from './live-session.ts';
export { type ReportOptions, renderReport } from './report.ts';
