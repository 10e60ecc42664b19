/** The regions' common set-up: types, guards and actions by name. */
import { actions } from './actions.ts';
import { base } from './base.ts';
import { guards } from './guards.ts';

export const region = base.extend({ guards, actions });

export const documented = { evidence: 'documented' } as const;
export const implied = { evidence: 'implied' } as const;
export const observed = { evidence: 'observed' } as const;
export const assumed = { evidence: 'assumed' } as const;
