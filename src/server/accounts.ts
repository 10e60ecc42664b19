/** Who can log in, and the privileges that the documents name for what is served here. */
import { HvsimError } from '../errors.ts';
import { nearest } from '../nearest.ts';

const privileges = [
  'FEDERATED_LDAP_MANAGE',
  'FEDERATED_LDAP_VIEW',
  'MACHINE_MANAGEMENT',
  'POOL_MANAGEMENT',
  'POOL_SVI_IMAGE_MANAGEMENT',
  'POOL_VIEW',
  'UDD_MANAGEMENT',
] as const;

export type Privilege = (typeof privileges)[number];

/** An administrator who can log in. */
export interface Account {
  readonly user: string;
  readonly password: string;
  readonly domain: string;
  /** Privileges such as POOL_VIEW; `ALL` for an administrator of everything. */
  readonly privileges: readonly string[];
}

export const defaultAccounts: readonly Account[] = [{ user: 'administrator', password: 'secret', domain: 'hvsim', privileges: ['ALL'] }];

/** Makes sure that accounts differ, in any case of letters, and have privileges that exist. `ALL` stands for all of them. */
export function assertAccounts(accounts: readonly Account[]): void {
  const known: readonly string[] = ['ALL', ...privileges];
  const names = new Set<string>();
  for (const { user, domain, privileges: own } of accounts) {
    const name = `${domain}\\${user}`;
    if (names.has(name.toLowerCase()))
      throw new HvsimError('wrong-options', `Two accounts are called ${name}: nobody could log in with the second. Leave one out.`);
    names.add(name.toLowerCase());
    const unknown = own.find((each) => !known.includes(each));
    const why = `The account of ${user} has the privilege ${JSON.stringify(unknown)}.`;
    if (unknown !== undefined)
      throw new HvsimError('unknown-privilege', `${why}${nearest(unknown, known)} There are: ${known.join(', ')}.`);
  }
}
