/** What the life cycle demands of two observations that follow each other, and of what a pool says beside its status. */
import { documents } from '../../api/documents.ts';

interface FollowRule {
  readonly text: string;
  readonly document: string;
}

const { lifecycleInvariants: invariants, lifecycleEvents: events } = documents;

/** The rules by id. */
export const followRules = {
  'follow/progress': {
    text: 'The progress never falls while one image is published, and stays when the publish has ended.',
    document: invariants,
  },
  'follow/image': { text: 'A pending image stays the same until it is gone.', document: invariants },
  'follow/settings': { text: 'The settings of a push stay as they are; only its start time can be changed.', document: events },
  'follow/start-time': { text: 'The start time of a push changes only while the push waits for it.', document: events },
  'follow/error': { text: 'The error of a pending image stays as it is.', document: events },
  'follow/last-error': {
    text: 'The last provisioning error comes with the failure that it names, and goes when provisioning is enabled.',
    document: events,
  },
  'follow/original-image': {
    text: 'A pool begins with one image: an initial publish that failed is retried with the same.',
    document: events,
  },
  'follow/order': { text: 'An image goes from PENDING_PUBLISH over PUBLISHING to its end, and never back.', document: events },
  'follow/no-way': { text: 'Some sequence of commands and facts leads from each observation to the next.', document: events },
  'follow/gone': { text: 'A pool that is gone does not come back; a new one has another id.', document: events },
  'follow/current-image': {
    text: 'The image that an infrastructure change publishes, and the one that a pool names as its own, is the current one.',
    document: events,
  },
  'pool/deleting': { text: 'A pool is shown as being deleted exactly while the operation is FINAL_UNPUBLISH.', document: events },
  'pool/image': { text: 'A pool names as its own the image that is published first, or moved.', document: events },
  'pool/provisioning': {
    text: 'An error that has switched provisioning off is gone when provisioning is switched on.',
    document: events,
  },
  'follow/no-state': { text: 'A status shows a state that the life cycle has.', document: invariants },
} as const satisfies Record<string, FollowRule>;

export type FollowRuleId = keyof typeof followRules;
