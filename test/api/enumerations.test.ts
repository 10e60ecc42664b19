import { describe, expect, it } from 'vitest';
import { currentImageStates, operations, pendingImageStates } from '../../machines/vocabulary.ts';
import { type Api, hasPendingUnpublishing, hasSelectivePush, type Release, releases, wireValues } from '../../src/api/index.ts';

const releasesWith = (value: string, api: Api): readonly Release[] =>
  releases.filter((release) => wireValues('pendingImageState', release, api).includes(value));

const from = (release: Release) => releases.slice(releases.indexOf(release));

describe('the pending image state', () => {
  it('is UNPUBLISHING in the View API of 7.13 and again from 2012 on, but not of 2006', () => {
    expect(releasesWith('UNPUBLISHING', 'view')).toEqual(from('7.13'));
    expect(hasPendingUnpublishing('2006', 'view')).toBe(false);
  });

  it('is UNPUBLISHING in REST from its first release on', () => {
    expect(releasesWith('UNPUBLISHING', 'rest')).toEqual(['2006', ...from('2012')]);
  });

  it('is READY_HELD in the View API from 2111 and in REST from 2206', () => {
    expect(releasesWith('READY_HELD', 'view')).toEqual(from('2111'));
    expect(releasesWith('READY_HELD', 'rest')).toEqual(from('2206'));
    expect(releases.filter(hasSelectivePush)).toEqual(from('2111'));
  });
});

describe('wireValues', () => {
  it('has every state of the vocabularies in the newest release, but those without a value', () => {
    expect(wireValues('operation', '2512', 'view')).toEqual(operations.filter((value) => value !== 'DELETED'));
    expect(wireValues('pendingImageState', '2512', 'rest')).toEqual(pendingImageStates.filter((value) => value !== 'ABSENT'));
    expect(wireValues('currentImageState', '2512', 'view')).toEqual(currentImageStates.filter((value) => value !== 'ABSENT'));
  });
});
