/** Who can log in to `hvsim serve`, from its options. */
import { HvsimError } from '../errors.ts';
import type { Account } from '../server/accounts.ts';

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
 * @throws HvsimError `wrong-usage`
 */
export function toAccounts({ account = [], ...given }: Given): Account[] {
  for (const [name, value] of Object.entries(given)) if (value === '') throw new HvsimError('wrong-usage', `--${name} is empty.`);
  const first = { ...administrator, ...given, privileges: ['ALL'] };
  return [first, ...account.map(toAccount)];
}

/** `user:password@domain=POOL_VIEW,POOL_MANAGEMENT`. A password may have any of these marks in it. */
function toAccount(text: string): Account {
  const [, user, password, domain, names] = /^([^:]+):(.+)@([^@=]+)=(.*)$/s.exec(text) ?? [];
  if (!user || !password || !domain || names === undefined) {
    throw new HvsimError('wrong-usage', 'An --account must be like user:password@domain=POOL_VIEW,POOL_MANAGEMENT; one is not.');
  }
  return {
    user,
    password,
    domain,
    privileges: names
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean),
  };
}
