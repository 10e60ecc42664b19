/** Numbers for the states' words, so that a state of three regions makes a small key. */
import { currentImageStates, operations, pendingImageStates } from '../../machines/vocabulary.ts';

/** A number from 1 for every word. What is asked for is known to be one of the words, so its length and first letter tell it. */
function codesOf(words: readonly string[]): (word: string) => number {
  const codes = new Uint8Array(1 << 10);
  const keyOf = (word: string) => (word.length << 5) | (word.charCodeAt(0) & 31);
  for (const [index, word] of words.entries()) codes[keyOf(word)] = index + 1;
  if (new Set(words.map(keyOf)).size < words.length) return (word) => words.indexOf(word) + 1;
  return (word) => codes[keyOf(word)] as number;
}

export const operationCode = codesOf(operations);
export const pendingCode = codesOf(pendingImageStates);
export const currentCode = codesOf(currentImageStates);
