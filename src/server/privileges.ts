/** The privileges that the documents name for what is served here. */
import { HvsimError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import type { Account } from './world.types.ts';

export const privileges = [
  'FEDERATED_LDAP_MANAGE',
  'FEDERATED_LDAP_VIEW',
  'MACHINE_MANAGEMENT',
  'POOL_MANAGEMENT',
  'POOL_SVI_IMAGE_MANAGEMENT',
  'POOL_VIEW',
  'UDD_MANAGEMENT',
] as const;

export type Privilege = (typeof privileges)[number];

/**
 * Makes sure that accounts have privileges that exist. `ALL` stands for all of them.
 *
 * @throws HvsimError `unknown-privilege`
 */
export function assertPrivileges(accounts: readonly Account[]): void {
  const known: readonly string[] = ['ALL', ...privileges];
  for (const account of accounts) {
    const unknown = account.privileges.find((each) => !known.includes(each));
    if (unknown === undefined) continue;
    throw new HvsimError(
      'unknown-privilege',
      `The account of ${account.user} has the privilege ${JSON.stringify(unknown)}.${nearest(unknown, known)} There are: ${known.join(', ')}.`,
    );
  }
}
