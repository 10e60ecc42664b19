// What statuses could be made with instead: generators that know a schema, or only the shape.
import fc from 'fast-check';
import { schemaFor } from '#built/src/api/index.js';
import { load } from './others.mjs';

export const target = /** @type {const} */ ({ release: '2206', format: 'rest-v2' });

const schema = /** @type {any} */ (schemaFor(target));
const enumOf = (/** @type {string} */ name) => /** @type {string[]} */ (schema.properties[name].enum);
const operations = enumOf('instant_clone_operation');
const pendingStates = enumOf('instant_clone_pending_image_state');
const currentStates = enumOf('instant_clone_current_image_state');
const policies = /** @type {string[]} */ (schema.properties.instant_clone_push_image_settings.properties.logoff_policy.enum);

/**
 * Generators of one status each, by name; what is not installed is left out.
 *
 * @returns {Promise<Record<string, () => object>>}
 */
export async function generators() {
  const found = /** @type {Record<string, () => object>} */ ({});
  const jsf = await load('json-schema-faker');
  if (jsf) {
    const generator = jsf.createGeneratorSync({ seed: 1 });
    found['json-schema-faker'] = () => generator.generate(schema);
  }
  const faker = (await load('@faker-js/faker'))?.faker;
  if (faker) {
    faker.seed(1);
    found['faker, shape by hand'] = () => fakeStatus(faker);
  }
  found['fast-check, sampled'] = sampled(statusArbitrary());
  return found;
}

/** As one would write it by hand: the members that go together, with values of the right kind. */
function fakeStatus(/** @type {any} */ faker) {
  const { helpers, number, datatype, date, lorem } = faker;
  const operation = helpers.arrayElement(operations);
  const pending = datatype.boolean();
  return {
    ...(datatype.boolean(0.1) ? { last_provisioning_error: lorem.sentence(), last_provisioning_error_time: date.recent().getTime() } : {}),
    instant_clone_operation: operation,
    ...(pending
      ? {
          instant_clone_pending_image_state: helpers.arrayElement(pendingStates),
          instant_clone_pending_image_parent_vm_id: `vm-${number.int({ min: 1_000, max: 9_999 })}`,
          instant_clone_pending_image_snapshot_id: `snapshot-${number.int({ min: 1_000, max: 9_999 })}`,
          instant_clone_pending_image_progress: number.int({ min: 0, max: 100 }),
        }
      : {}),
    instant_clone_current_image_state: helpers.arrayElement(currentStates),
    ...(pending && operation === 'SCHEDULE_PUSH_IMAGE'
      ? {
          instant_clone_push_image_settings: {
            start_time: date.soon().getTime(),
            logoff_policy: helpers.arrayElement(policies),
            stop_on_first_error: datatype.boolean(),
            add_virtual_tpm: datatype.boolean(),
          },
        }
      : {}),
  };
}

/** The schema as an arbitrary. */
function statusArbitrary() {
  const text = fc.string({ minLength: 1, maxLength: 20 });
  const time = fc.integer({ min: 1_500_000_000_000, max: 1_900_000_000_000 });
  const size = fc.integer({ min: 1, max: 2 ** 31 - 1 });
  const shape = {
    last_provisioning_error: text,
    last_provisioning_error_time: time,
    instant_clone_operation: fc.constantFrom(...operations),
    instant_clone_pending_image_state: fc.constantFrom(...pendingStates),
    instant_clone_current_image_state: fc.constantFrom(...currentStates),
    instant_clone_pending_image_parent_vm_id: text,
    instant_clone_pending_image_snapshot_id: text,
    instant_clone_pending_im_stream_id: text,
    instant_clone_pending_im_tag_id: text,
    pending_compute_profile_num_cpus: size,
    pending_compute_profile_ram_mb: size,
    pending_compute_profile_num_cores_per_socket: size,
    instant_clone_push_image_settings: fc.record(
      {
        start_time: time,
        logoff_policy: fc.constantFrom(...policies),
        stop_on_first_error: fc.boolean(),
        add_virtual_tpm: fc.boolean(),
      },
      { requiredKeys: ['logoff_policy'] },
    ),
    instant_clone_pending_image_progress: fc.integer({ min: 0, max: 100 }),
    instant_clone_pending_image_error: text,
  };
  return fc.record(shape, { requiredKeys: [] });
}

/** One after the other, sampled a thousand at a time. */
function sampled(/** @type {import('fast-check').Arbitrary<object>} */ arbitrary) {
  let seed = 0;
  let rest = /** @type {object[]} */ ([]);
  return () => {
    if (rest.length === 0) {
      seed += 1;
      rest = fc.sample(arbitrary, { seed, numRuns: 1_000 });
    }
    return /** @type {object} */ (rest.pop());
  };
}
