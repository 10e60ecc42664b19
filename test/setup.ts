/** Property tests draw the same lives in every run, so that a failure is one of the change at hand. HVSIM_SEED=<number> draws others. */
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env.HVSIM_SEED ?? 1) });
