/** What every part of the page is given. */
import type { CommandAnswer, ViewerCommand } from '../protocol.ts';
import type { Store } from './store.ts';

export interface Ui {
  readonly store: Store;
  /** Asks the server for something, and says so where it could not be done. */
  readonly command: (command: ViewerCommand) => Promise<CommandAnswer>;
  /** The script of what was done to the open pool. */
  readonly script: (format: 'yaml' | 'ndjson') => Promise<string>;
}
