/** What an action gives; its error is told in other words. */
export function attempt<T>(action: () => T, toError: (error: unknown) => unknown): T {
  try {
    return action();
  } catch (error) {
    throw toError(error);
  }
}

export const parseJson = (text: string, toError: () => Error): unknown => attempt(() => JSON.parse(text), toError);
