/** What holds for every pool, in every release and format. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apiOf, type Format, fieldsOf, hasProperty, type PropertyName, type Release, wireName, wireValues } from '../../src/api/index.ts';
import { validate } from '../../src/conformance/index.ts';
import { encodeParent, encodeStatus, type PoolView } from '../../src/projector/index.ts';
import { everyTarget } from '../api/every-target.ts';
import { anyPoolView } from './pool-view.arbitrary.ts';

const shownIn = (view: PoolView, release: Release, format: Format, property: PropertyName): unknown => {
  const status = encodeStatus(view, { release, format }) as Readonly<Record<string, unknown>>;
  const field = fieldsOf('status', release, format).find((candidate) => candidate.property.view === property);
  return field === undefined ? undefined : (status[field.name] ?? undefined);
};

describe.each(everyTarget)('every pool of $release as $format', ({ release, format }) => {
  const target = { release, format };
  const names = fieldsOf('status', release, format).map((field) => field.name);

  it('is encoded to a conforming status', () => {
    fc.assert(
      fc.property(anyPoolView(release), (view) => {
        expect(validate(encodeStatus(view, target), target)).toEqual([]);
      }),
    );
  });

  it('is encoded to a conforming parent', () => {
    fc.assert(
      fc.property(anyPoolView(release), (view) => {
        expect(validate(encodeParent(view, target), { ...target, object: 'parent' })).toEqual([]);
      }),
    );
  });

  it('has its keys in the order of the table, and none that the release lacks', () => {
    fc.assert(
      fc.property(anyPoolView(release), (view) => {
        const keys = Object.keys(encodeStatus(view, target));
        expect(keys).toEqual(names.filter((name) => keys.includes(name)));
        if (format === 'powercli') expect(keys).toEqual(names);
      }),
    );
  });

  it('survives JSON', () => {
    fc.assert(
      fc.property(anyPoolView(release), (view) => {
        const status = encodeStatus(view, target);
        expect(JSON.parse(JSON.stringify(status))).toStrictEqual(status);
      }),
    );
  });

  it('is never changed by being encoded, and gives an equal status again', () => {
    fc.assert(
      fc.property(anyPoolView(release), (view) => {
        const before = structuredClone(view);
        const first = encodeStatus(view, target);
        expect(encodeStatus(view, target)).toStrictEqual(first);
        expect(view).toStrictEqual(before);
      }),
    );
  });

  it('shows the same states as in the View API, the pending one by its own name where the release has it', () => {
    fc.assert(
      fc.property(anyPoolView(release), (view) => {
        for (const state of ['operation', 'instantCloneCurrentImageState'] as const) {
          expect(shownIn(view, release, format, state)).toBe(shownIn(view, release, 'view', state));
        }
        const pending = shownIn(view, release, format, 'instantClonePendingImageState');
        const canSay = wireValues('pendingImageState', release, apiOf(format));
        if (view.pendingImage === undefined) expect(pending).toBeUndefined();
        else if (canSay.includes(view.pendingImage.state)) expect(pending).toBe(view.pendingImage.state);
        else expect(canSay).toContain(pending);
        if (format === 'powercli') expect(pending).toBe(shownIn(view, release, 'view', 'instantClonePendingImageState'));
      }),
    );
  });
});

describe('wireName', () => {
  it.each(everyTarget)('gives the key of each property in $release as $format', ({ release, format }) => {
    for (const { name, property } of fieldsOf('status', release, format)) {
      expect(hasProperty(property, release, format)).toBe(true);
      expect(wireName(property, format)).toBe(name);
    }
  });
});
