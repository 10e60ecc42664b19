/** Who may talk to the server: a browser on this machine that has the page open. */

/** The names by which a machine knows itself. */
const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** What of a request says where it is sent to and where it comes from. */
export interface Addressed {
  readonly host?: string | undefined;
  readonly origin?: string | undefined;
}

/** Why a request is refused; undefined where it is not. A foreign page that has found our port has another origin; one whose name leads here has another host. */
export function whyRefused({ host, origin }: Addressed): string | undefined {
  const name = /^(.*?)(:\d+)?$/.exec(host?.toLowerCase() ?? '')?.[1] ?? '';
  if (!loopback.has(name)) return `The host is ${JSON.stringify(host ?? '')}; this server answers to 127.0.0.1, localhost and [::1] alone.`;
  if (origin !== undefined && origin.toLowerCase() !== `http://${host?.toLowerCase()}`)
    return `The origin is ${JSON.stringify(origin)}; this server answers to its own page alone.`;
  return undefined;
}
