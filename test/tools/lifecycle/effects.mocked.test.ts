import { afterEach, describe, expect, it, vi } from 'vitest';
import { assign } from 'xstate';
import type { PendingImage, PoolContext, Push } from '../../../machines/context.ts';

const path = '../../../machines/pool.machine.ts';

/** What an action sees. */
interface Args {
  readonly context: PoolContext;
  readonly event: { readonly at: number; readonly percent: number; readonly error: string };
}

const set = (change: (args: Args) => object) => assign(change as never);
const pending = (change: (args: Args, image: PendingImage) => object) =>
  set((args) => {
    const { pendingImage } = args.context;
    return pendingImage ? { pendingImage: { ...pendingImage, ...change(args, pendingImage) } } : {};
  });
const pushed = (settings: Partial<Push['settings']>) =>
  set(({ context: { push } }) => (push ? { push: { ...push, due: true, settings: { ...push.settings, ...settings } } } : {}));
const failed = (text: (args: Args, image: PendingImage) => string) =>
  pending((args, image) => ({ error: { text: text(args, image), of: 'publish' } }));
const lastFailed = (text: (args: Args) => string, late = 0) =>
  set((args) => ({ lastProvisioningError: { text: text(args), at: args.event.at + late } }));

/** One action of each machine puts something in a register that is neither what it had nor what the event brought. */
const mutants: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'another pending image': { completeProgress: pending((_, { image }) => ({ image: { ...image, parentVm: 'other' } })) },
  'another current image': {
    adoptPendingImage: set(({ context: { pendingImage } }) => ({
      currentImage: pendingImage && { ...pendingImage, image: { ...pendingImage.image, snapshot: 'other' } },
    })),
  },
  'a percentage of its own': { completeProgress: pending(() => ({ progress: 42 })) },
  'a percentage that is computed': { recordProgress: pending(({ event }) => ({ progress: event.percent + 1 })) },
  'other settings': { rememberDue: pushed({ logoffSetting: 'OTHER' as 'FORCE_LOGOFF' }) },
  'another start time': { rememberDue: pushed({ startTime: 7 }) },
  'an error around that of the event': { recordPublishError: failed(({ event }) => `! ${event.error}`) },
  'an error with the time in it': { recordPublishError: failed(({ event }) => `failed at ${event.at}`) },
  'an error with the image in it': { recordPublishError: failed((_, { image }) => `no ${image.parentVm}`) },
  'an error with the percentage in it': { recordPublishError: failed((_, { progress }) => `failed at ${progress} %`) },
  'another last error': { recordProvisioningError: lastFailed(() => 'something') },
  'a last error with the image in it': {
    recordProvisioningError: lastFailed(({ context, event }) => `${context.pendingImage?.image.parentVm}: ${event.error}`),
  },
  'a last error with the time in it': { recordProvisioningError: lastFailed(({ event }) => `At ${event.at}: ${event.error}`) },
  'another time of the last error': { recordProvisioningError: lastFailed(({ event }) => `Failed: ${event.error}`, 1) },
  'no word on provisioning': { disableProvisioning: set(() => ({ provisioningEnabled: 'perhaps' })) },
};

/** Compiles a machine some of whose actions do something else. */
async function compileWith(actions: Readonly<Record<string, unknown>>) {
  vi.resetModules();
  const { poolMachine } = await vi.importActual<typeof import('../../../machines/pool.machine.ts')>(path);
  vi.doMock(path, () => ({ poolMachine: poolMachine.provide({ actions } as never) }));
  const { compile } = await import('../../../src/tools/lifecycle/compile.ts');
  return compile();
}

afterEach(() => {
  vi.doUnmock(path);
});

describe('compiling a machine that puts in a register what neither it nor the event had', () => {
  it.each(Object.keys(mutants))('fails: %s', async (name) => {
    await expect(compileWith(mutants[name] ?? {})).rejects.toThrow('neither what it had nor what the event brought');
  });

  it('fails at nothing else: the machine as it is compiles', async () => {
    expect((await compileWith({})).nodes).toHaveLength(263);
  });
});
