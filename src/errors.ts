/**
 * Errors of hvsim's own world: wrong usage and bad input. Horizon's faults are another type (`Fault` in `hvsim/machines`)
 * and never thrown: they are outcomes.
 */

/** Every code that a person or a program can meet, with what it means. */
export const errorCodes = {
  'unknown-release': 'The release is not one that hvsim knows.',
  'unknown-format': 'The format is not one that hvsim knows.',
  'format-not-in-release': 'The release does not have this format.',
  'unknown-scenario': 'No scenario has this name.',
  'unknown-command': 'The command line names a command that hvsim does not have.',
  'wrong-usage': 'The command line could not be understood.',
  'not-built': 'The package was installed without its build.',
  'unknown-event': 'No command or fact has this type.',
  'wrong-payload': 'An event has a wrong or missing member.',
  'unknown-pool': 'No pool has this id.',
  'unknown-machine': 'No clone of the pool has this id, name or position.',
  'unknown-base-vm': 'No base VM has this id.',
  'unknown-profile': 'The engine profile is not one that hvsim knows.',
  'wrong-timings': 'A table of engine timings is not usable.',
  'wrong-options': 'An option of the library is not usable.',
  'time-goes-backwards': 'A time is before one that has already passed.',
  'not-json': 'A line or file is no JSON.',
  'not-yaml': 'A scenario file could not be parsed.',
  'wrong-scenario': 'A scenario does not fit its schema.',
  'expectation-failed': 'What was expected is not what happened.',
  'limit-reached': 'What was waited for did not happen within the limit.',
  'cannot-read': 'A file could not be read.',
  'cannot-write': 'An output could not be written.',
  'wrong-save': 'A saved run is not usable.',
  'nothing-fits': 'No state of a pool meets the condition.',
  'wrong-timeline': 'A file is no timeline, or none that this version can show.',
  'port-in-use': 'The port cannot be had: another program listens on it, or the address is not of this machine.',
  'read-only': 'What is shown may be looked at, and nothing more.',
  'folder-not-empty': 'The folder to be written to has files already.',
  'wrong-state': 'A state file is damaged, or of another run.',
  'state-locked': 'A state file is in use by a running server.',
  'wrong-certificate': 'A certificate and its key cannot be used.',
  'unknown-privilege': 'No privilege has this name.',
} as const;

export type ErrorCode = keyof typeof errorCodes;

/**
 * An error of hvsim itself. `message` says what failed, with which value, and what to do.
 *
 * @example
 * try { findRelease('9.9') } catch (error) { if (error instanceof HvsimError) console.error(error.code) } //=> unknown-release
 */
export class HvsimError extends Error {
  override readonly name = 'HvsimError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
