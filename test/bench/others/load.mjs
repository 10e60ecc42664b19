// Loads what is installed beside it.
export const load = (/** @type {string} */ name) => import(name);
