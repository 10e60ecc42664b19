/** The inspector beside a mock server: it shows the world's pools, and what viewers send goes through the world's journal. */
import { type Inspection, inspectSimulator } from '../inspector/inspect-simulator.ts';
import type { World } from '../server/world.ts';

/**
 * Serves the page. After a reset or restore it shows the new run, at the same address.
 *
 * @throws HvsimError `port-in-use`
 */
export async function inspectWorld(world: World, title: string): Promise<Inspection> {
  const settled = async <T>(result: T): Promise<T> => {
    await world.settled();
    return result;
  };
  const handlers = {
    send: async (...args: Parameters<World['send']>) => settled(world.send(...args)),
    advance: async (ms: number) => settled(world.advanceTo(world.now() + ms)),
  };
  const inspect = (port: number) => inspectSimulator(world.simulator, { title, port, ...handlers });
  let shown = world.simulator;
  let inspection = await inspect(0);
  const { url } = inspection;
  let changing: Promise<void> = Promise.resolve();
  const unsubscribe = world.subscribe(() => {
    if (world.simulator === shown) return;
    shown = world.simulator;
    changing = changing.then(async () => {
      await inspection.close();
      inspection = await inspect(Number(new URL(url).port));
    });
  });
  return {
    url,
    close: async () => {
      unsubscribe();
      await changing;
      await inspection.close();
    },
  };
}
