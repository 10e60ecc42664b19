import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { makeCertificate } from '../../src/server/certificate.ts';
import { file, hvsim } from './command.ts';
import { refused } from './refused-server.ts';

describe('hvsim serve with wrong input', () => {
  it.each([
    [['--speed', '0'], /wrong-usage: --speed is "0"; it must be a number above 0/],
    [['--speed', '-1'], /--speed is "-1"; it must be a number above 0/],
    [['--speed=-1'], /--speed is "-1"/],
    [['--port', '-1'], /--port is "-1"; it must be a whole number from 0/],
    [['--port', '70000'], /--port is "70000"/],
    [['--pools', '1.5'], /--pools is "1\.5"/],
    [['--clones', 'many'], /--clones is "many"/],
    [['--release', '9.9'], /unknown-release/],
    [['--engine', 'fast'], /unknown-profile/],
    [['--scenario', 'push-nwo'], /unknown-scenario: .*push-now/],
    [['--start-at', 'soon'], /--start-at is "soon"/],
    [['--throttle', '0'], /--throttle is "0"/],
    [['--log', 'xml'], /--log is "xml"; it must be text or json/],
    [['--account', 'me'], /wrong-usage: An --account must be like user:password@domain=POOL_VIEW/],
    [['--account', 'Administrator:pw@HVSIM=POOL_VIEW'], /wrong-options: Two accounts are called HVSIM\\Administrator/],
    [['--account', 'me:pw@corp=POOL_VEIW'], /unknown-privilege: The account of me has the privilege "POOL_VEIW".*POOL_VIEW/],
    [['--user', ''], /--user is empty/],
    [['--cert', 'a.pem'], /--cert is given without --key/],
    [['--key', 'a.pem'], /--key is given without --cert/],
    [['--cert', '/nowhere/a.pem', '--key', '/nowhere/b.pem'], /cannot-read: \/nowhere\/a\.pem cannot be read/],
    [['--pool', '2'], /Unknown option '--pool'\. Did you mean "pools"\?/],
    [['extra'], /one word too many/],
    [['--release', '--https'], /wrong-usage: Option '--release' has no value\. See "hvsim serve --help"/],
    // Once open to every network, as with the host 0.0.0.0.
    [['--host', ''], /wrong-usage: --host is empty/],
    [['--allow-host', 'pod', '--allow-host', ''], /wrong-usage: --allow-host is empty/],
    // Once made until there was no memory left.
    [['--pools', '1000000000'], /wrong-options: .*pools is 1000000000; it must be a whole number from 0 to 100000/],
    [['--state', '/tmp/hvsim-x', '--record', '/tmp/../tmp/hvsim-x'], /wrong-usage: --state and --record are the same file/],
    // Once waited for without end, or left a file behind.
    [['--state', '/dev/full'], /cannot-read: \/dev\/full cannot be read: it is no regular file/],
    [['--record', '/tmp'], /cannot-read: \/tmp cannot be read: it is a folder/],
    [['--state', '/nowhere/state.ndjson'], /cannot-write/],
  ])('refuses %j', async (args, message) => {
    expect(await refused(args)).toMatch(message);
  });

  it('never says a password that it refuses', async () => {
    expect(await refused(['--account', 'me:hunter2@corp'])).not.toContain('hunter2');
    expect(await refused(['--account', 'me:hunter2@corp=NOTHING'])).not.toContain('hunter2');
  });

  // Once a defect.
  it('refuses a timeline as its state, and leaves it as it was', async () => {
    const { out } = await hvsim(['run', 'push-now', '--json']);
    const timeline = file('timeline.ndjson', out);
    expect(await refused(['--state', timeline])).toMatch(
      /wrong-state: .*line 1 \(at byte 0\) is of a timeline, which no server can go on from/,
    );
    expect(readFileSync(timeline, 'utf8')).toBe(out);
  });

  it('refuses timings with min above max', async () => {
    const timings = file('timings.json', '{"profile":"quick","timings":{"engine.publishStarted":{"minMs":9,"maxMs":1}}}');
    expect(await refused(['--engine', timings])).toMatch(/wrong-timings/);
  });

  it('refuses a key that is not the certificate’s', async () => {
    const [one, other] = await Promise.all([makeCertificate(Date.now()), makeCertificate(Date.now())]);
    const args = ['--cert', file('cert.pem', one.cert), '--key', file('key.pem', other.key)];
    expect(await refused(args)).toMatch(/wrong-certificate: .*key\.pem is not the key of .*cert\.pem/);
    expect(await refused(['--cert', file('cert.pem', 'nonsense'), '--key', file('key.pem', one.key)])).toMatch(
      /wrong-certificate: .*is no certificate in PEM/,
    );
  });
});
