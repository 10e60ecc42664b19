/** Every rule that a status is checked against: its id, what it demands, and where that is written. */
import type { Evidence } from '../../machines/vocabulary.ts';
import type { DocumentName } from '../api/documents.ts';

interface RuleSource {
  readonly document: DocumentName;
  readonly evidence: Evidence;
}

/** What a rule demands; the source differs where one API documents what the other only implies. */
export interface Rule {
  readonly text: string;
  readonly view: RuleSource;
  readonly rest: RuleSource;
}

/** Where a rule is written, the same for both APIs. */
const from = (document: DocumentName, evidence: Evidence) => ({ view: { document, evidence }, rest: { document, evidence } });

const structure = {
  view: { document: 'status', evidence: 'documented' },
  rest: { document: 'restStatus', evidence: 'documented' },
} as const;
const shown = from('lifecycleStatus', 'implied');
const invariant = from('lifecycleInvariants', 'implied');

/** What the JSON Schema of the release and format demands. */
export const structureRules = {
  'structure/type': { ...structure, text: 'A property has the type that the document gives it.' },
  'structure/null': {
    ...structure,
    text: 'null stands only for what need not be set, and only in View and PowerCLI; REST leaves the key out.',
  },
  'structure/missing-property': { ...structure, text: 'A property that is not optional is there.' },
  'structure/unknown-property': { ...structure, text: 'Only properties that the release and format have are there.' },
  'structure/enum': { ...structure, text: 'A value is one that the release has.' },
  'structure/range': { ...structure, text: 'A number is within its range.' },
  'structure/date-time': { ...structure, text: 'A time of View and PowerCLI is written as ISO 8601.' },
} as const satisfies Record<string, Rule>;

/** What the documents and the life cycle demand of several properties together. */
export const crossRules = {
  'required-if': {
    text: 'The parent VM, the snapshot and their paths are there while an image is published, pushed, cancelled or moved, and the push settings while one is pushed.',
    view: { document: 'status', evidence: 'documented' },
    rest: { document: 'status', evidence: 'implied' },
  },
  'presence/operation': {
    ...shown,
    text: 'The operation is there. REST declares nothing as required, but clients read it unguarded.',
    rest: { document: 'restStatus', evidence: 'observed' },
  },
  'presence/pending-image-complete': {
    ...shown,
    text: 'A pending image shows its parent VM, its snapshot, their paths and its progress, as far as the release and format have them.',
  },
  'presence/no-pending-image': { ...shown, text: 'Nothing of a pending image is there while it has no state.' },
  'presence/push-image-settings': { ...shown, text: 'Push settings are there only while the operation is SCHEDULE_PUSH_IMAGE.' },
  'presence/error-of-failed-image': { ...shown, text: 'A FAILED pending image has an error.' },
  'presence/error-without-failure': {
    ...shown,
    text: 'A pending image has an error only when it is FAILED, or UNPUBLISHING after a failure.',
  },
  'progress/pending-publish': { ...shown, text: 'The progress is 0 in PENDING_PUBLISH.' },
  'progress/ready': { ...shown, text: 'The progress is 100 in READY and READY_HELD.' },
  'compute-profile/cores-per-socket': {
    text: 'The number of CPUs is a multiple of the cores per socket.',
    view: { document: 'computeProfile', evidence: 'documented' },
    rest: { document: 'computeProfile', evidence: 'implied' },
  },
  'provisioning-error/time': {
    text: 'A last provisioning error has its time. The time may outlive the error.',
    view: { document: 'parent', evidence: 'observed' },
    rest: { document: 'restStatus', evidence: 'observed' },
  },
  'state/idle': { ...invariant, text: 'While the operation is NONE the pending image is absent, FAILED or READY_HELD.' },
  'state/initial-publish-pending-image': {
    ...invariant,
    text: 'While the operation is INITIAL_PUBLISH the pending image is PENDING_PUBLISH or PUBLISHING.',
  },
  'state/initial-publish-current-image': { ...invariant, text: 'While the operation is INITIAL_PUBLISH there is no current image.' },
  'state/cancel': { ...invariant, text: 'While the operation is CANCEL_SCHEDULED_PUSH_IMAGE the pending image is UNPUBLISHING.' },
  'state/pending-image-unpublishing': {
    ...invariant,
    text: 'The pending image is UNPUBLISHING only while the operation is SCHEDULE_PUSH_IMAGE, CANCEL_SCHEDULED_PUSH_IMAGE or FINAL_UNPUBLISH.',
  },
  'state/current-image-unpublishing': {
    ...invariant,
    text: 'The current image is PENDING_UNPUBLISH or UNPUBLISHING only while the operation is INFRASTRUCTURE_CHANGE or FINAL_UNPUBLISH.',
  },
  'state/current-image-failed': { ...invariant, text: 'The current image is FAILED only while the operation is FINAL_UNPUBLISH.' },
  'state/ready-held': {
    ...invariant,
    text: 'The pending image is READY_HELD only beside a current image that is READY, while the operation is NONE.',
  },
} as const satisfies Record<string, Rule>;

/** Every rule by its id. */
export const rules = { ...structureRules, ...crossRules } as const satisfies Record<string, Rule>;

export type StructureRuleId = keyof typeof structureRules;
export type CrossRuleId = keyof typeof crossRules;
export type RuleId = keyof typeof rules;
