/** Opens a page in the browser of whoever sits here. */
import { spawn } from 'node:child_process';

const openers: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

/**
 * Opens an address; resolves when the opener has started, or with why it could not.
 *
 * @param platform whose opener to take
 */
export function openBrowser(url: string, platform: NodeJS.Platform): Promise<string | undefined> {
  const [command, ...args] = openers[platform] ?? ['xdg-open'];
  return new Promise((resolve) => {
    const child = spawn(command, [...args, url], { stdio: 'ignore', detached: true });
    const failed = (why: string) => resolve(`no browser could be opened (${why})`);
    child.on('error', (error: NodeJS.ErrnoException) => failed(error.code === 'ENOENT' ? `there is no ${command}` : error.message));
    child.on('exit', (code) => (code === 0 ? resolve(undefined) : failed(`${command} ended with ${code}`)));
    child.unref();
    setTimeout(() => resolve(undefined), 2_000).unref();
  });
}
