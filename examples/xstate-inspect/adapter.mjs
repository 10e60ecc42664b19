// Shows XState 5 actors to @xstate/inspect, which was made for XState 4. Nothing in here is about pools.

/** @typedef {{ type: string, [member: string]: any }} Event */

let registered = 0;

/**
 * The `devTools` option of an XState 5 actor. `inspect()` of @xstate/inspect has to be called before the actor starts.
 *
 * @param {(event: Event, actor: any) => void} [fromViewer] is given what a viewer sends; when absent the actor gets it
 * @returns {never} a function, which XState 5 takes although it types the option as never
 * @example
 * inspect({ server });
 * createActor(machine, { devTools: createAdapter() }).start();
 */
export function createAdapter(fromViewer = (event, actor) => actor.send(event)) {
  const adapter = (/** @type {any} */ actor) => {
    const devTools = /** @type {any} */ (globalThis).__xstate__;
    if (!devTools) throw new Error('There is no inspector: call inspect() of @xstate/inspect before the actor starts.');
    const listeners = /** @type {Set<(state: object) => void>} */ (new Set());
    registered += 1;
    let announced = false; // The server has told the viewers of the event, which came from one of them.
    let announcing = false; // The server is being told of an event that the actor has got already.

    const service = {
      id: actor.logic.id,
      sessionId: `${actor.logic.id}:${registered}`,
      machine: toMachine(actor.logic.config),
      state: toState(actor.getSnapshot(), { type: 'xstate.init' }),
      /** The server puts a function around it that tells the viewers first. */
      send(/** @type {Event} */ event) {
        if (announcing) return;
        announced = true;
        try {
          fromViewer(event.$$type === 'scxml' ? event.data : event, actor);
        } finally {
          announced = false;
        }
      },
      subscribe: (/** @type {(state: object) => void} */ listener) => listeners.add(listener),
      onStop: (/** @type {() => void} */ complete) => actor.subscribe({ complete }),
    };
    devTools.register(service);

    actor.system.inspect((/** @type {any} */ { type, actorRef, event, snapshot }) => {
      if (actorRef !== actor) return;
      if (type === '@xstate.event') {
        announcing = !announced;
        if (announcing) service.send(event);
        announcing = announced = false;
      } else if (type === '@xstate.snapshot') {
        service.state = toState(snapshot, event);
        for (const listener of listeners) listener(service.state);
      }
    });
  };
  return /** @type {never} */ (adapter);
}

/** A snapshot as XState 4 writes its states. */
function toState(/** @type {any} */ { value, context, status, tags }, /** @type {Event} */ event) {
  const _event = { name: event.type, data: event, $$type: 'scxml', type: 'external' };
  return { value, context, event, _event, changed: true, done: status === 'done', tags: [...tags], children: {} };
}

/** A machine as XState 4 configures it, with names where there are functions. */
function toMachine(/** @type {object} */ config) {
  const definition = { ...toNode(config), predictableActionArguments: true };
  return { definition, toJSON: () => definition };
}

/** @returns {object} */
function toNode(/** @type {any} */ { context: _context, output: _output, ...node }) {
  return {
    ...node,
    initial: node.initial?.target ?? node.initial,
    entry: list(node.entry)?.map(nameOf),
    exit: list(node.exit)?.map(nameOf),
    on: mapped(node.on, toTransitions),
    after: mapped(node.after, toTransitions),
    always: toTransitions(node.always),
    onDone: toTransitions(node.onDone),
    invoke: list(node.invoke)?.map(({ id, src, onDone, onError }) => ({
      id,
      src: nameOf(src),
      onDone: toTransitions(onDone),
      onError: toTransitions(onError),
    })),
    states: mapped(node.states, toNode),
  };
}

const toTransitions = (/** @type {any} */ transitions) => list(transitions)?.map(toTransition);

function toTransition(/** @type {any} */ transition) {
  const { guard, reenter = false, actions, ...rest } = typeof transition === 'string' ? { target: transition } : transition;
  return { ...rest, cond: guard && nameOf(guard), internal: !reenter, actions: list(actions)?.map(nameOf) };
}

/** @returns {string} */
function nameOf(/** @type {any} */ it) {
  if (typeof it === 'string') return it;
  if (it.guards) return `${it.name}(${it.guards.map(nameOf).join(', ')})`;
  return (it.type ?? it.name ?? it.id ?? 'anonymous').replace(/^xstate\./, '');
}

const list = (/** @type {any} */ value) => (value === undefined ? undefined : /** @type {any[]} */ ([value].flat()));

const mapped = (/** @type {Record<string, any> | undefined} */ members, /** @type {(member: any) => unknown} */ change) =>
  members && Object.fromEntries(Object.entries(members).map(([name, member]) => [name, change(member)]));
