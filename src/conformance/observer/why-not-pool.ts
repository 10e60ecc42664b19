/** What a pool says of itself that its own status contradicts. */
import type { Lifecycle } from '../../lifecycle/index.ts';
import { showValue } from '../violation.ts';
import { followRules } from './follow-rules.ts';
import { errorPrefix } from './last-error.ts';
import type { Assumption, Reason } from './observer.types.ts';
import type { Reading } from './reading.ts';

/** Why a pool cannot say that beside what its status shows; undefined where it can. */
export function whyNotPool(now: Reading, lifecycle: Lifecycle): Reason | undefined {
  const { pool, operation } = now;
  if (!pool) return undefined;
  const isDeleted = operation === 'FINAL_UNPUBLISH';
  if (pool.deleting !== undefined && pool.deleting !== isDeleted) {
    const what = pool.deleting
      ? `It shows that it is deleted while the operation is ${operation}.`
      : 'It does not show that it is deleted.';
    return reasonOf('pool/deleting', what);
  }
  const shouldBe = operation === 'INITIAL_PUBLISH' || operation === 'INFRASTRUCTURE_CHANGE' ? now.imageKey : undefined;
  if (pool.image !== undefined && shouldBe !== undefined && pool.image !== shouldBe)
    return reasonOf('pool/image', `It shows ${pool.image} as its own while ${shouldBe} is published.`, ownImage);
  if (pool.provisioning === true && errorPrefix(pool.lastError, lifecycle) !== undefined)
    return reasonOf('pool/provisioning', `Provisioning is on beside the error ${showValue(pool.lastError)}.`);
  return undefined;
}

/** What is assumed where an image is compared with what a pool names. */
export const ownImage: Assumption = {
  evidence: 'assumed',
  text: 'hvsim assumes that the provisioning settings of a pool name its current image from the moment on in which it becomes current, and the first one before that.',
};

function reasonOf(rule: 'pool/deleting' | 'pool/image' | 'pool/provisioning', text: string, assumption?: Assumption): Reason {
  return { rule, text, document: followRules[rule].document, ...(assumption ? { assumption } : {}) };
}
