/** Who can log in to `hvsim serve`, from its options. */
import { HvsimError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import { privileges } from '../server/privileges.ts';
import type { Account } from '../server/world.types.ts';

/** The administrator of everything, unless the options say otherwise. */
export const administrator = { user: 'administrator', password: 'secret', domain: 'hvsim' } as const;

interface Given {
  readonly user?: string;
  readonly password?: string;
  readonly domain?: string;
  readonly account?: readonly string[];
}

/**
 * Reads the accounts: the administrator of `--user`, `--password` and `--domain`, and one each `--account`.
 *
 * @throws HvsimError `wrong-usage`, `unknown-privilege`
 */
export function toAccounts({ account = [], ...given }: Given): Account[] {
  for (const [name, value] of Object.entries(given)) if (value === '') throw new HvsimError('wrong-usage', `--${name} is empty.`);
  const first = { ...administrator, ...given, privileges: ['ALL'] };
  return [first, ...account.map(toAccount)];
}

/** `user:password@domain=POOL_VIEW,MACHINE_VIEW`. A password may have any of these marks in it. */
function toAccount(text: string): Account {
  const [, user, password, domain, names] = /^([^:]+):(.+)@([^@=]+)=(.*)$/s.exec(text) ?? [];
  if (!user || !password || !domain || names === undefined) {
    throw new HvsimError('wrong-usage', 'An --account must be like user:password@domain=POOL_VIEW,MACHINE_VIEW; one is not.');
  }
  return {
    user,
    password,
    domain,
    privileges: names
      .split(',')
      .filter(Boolean)
      .map((name) => toPrivilege(name.trim(), user)),
  };
}

function toPrivilege(name: string, user: string): string {
  if (name === 'ALL' || privileges.some((each) => each === name)) return name;
  throw new HvsimError(
    'unknown-privilege',
    `The account of ${user} has the privilege ${JSON.stringify(name)}.${nearest(name, privileges)} There are: ALL, ${privileges.join(', ')}.`,
  );
}
