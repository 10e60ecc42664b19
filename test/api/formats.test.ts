import { describe, expect, it } from 'vitest';
import { apiOf, assertFormat, formatSince, formats, formatsOf, isFormat, titleOf } from '../../src/api/index.ts';

describe('formatsOf', () => {
  it.each([
    ['7.0', ['view', 'powercli']],
    ['7.13', ['view', 'powercli']],
    ['2006', ['view', 'powercli', 'rest-v1']],
    ['8.4', ['view', 'powercli', 'rest-v1']],
    ['2203', ['view', 'powercli', 'rest-v1']],
    ['2206', ['view', 'powercli', 'rest-v1', 'rest-v2']],
    ['2506', ['view', 'powercli', 'rest-v1', 'rest-v2']],
    ['2512', ['view', 'powercli', 'rest-v1', 'rest-v2', 'rest-v3']],
  ])('gives %s the formats %j', (release, expected) => {
    expect(formatsOf(release)).toEqual(expected);
  });

  it('refuses an unknown release', () => {
    expect(() => formatsOf('9.9')).toThrow(expect.objectContaining({ code: 'unknown-release' }));
  });
});

describe('assertFormat', () => {
  it('lets pass what the release has, by any name of the release', () => {
    expect(() => assertFormat('2206', 'rest-v2')).not.toThrow();
    expect(() => assertFormat('8.6', 'rest-v2')).not.toThrow();
  });

  it('lists the formats of the release when it does not know one', () => {
    expect(() => assertFormat('2111', 'xml')).toThrow(
      expect.objectContaining({
        code: 'unknown-format',
        message: "Unknown format 'xml'. Formats of 2111 (8.4): view, powercli, rest-v1.",
      }),
    );
  });

  it('says since when a format exists that the release does not have', () => {
    expect(() => assertFormat('2111', 'rest-v2')).toThrow(
      expect.objectContaining({
        code: 'format-not-in-release',
        message: expect.stringMatching(/'rest-v2'.*since 2206 \(8\.6\).*view, powercli, rest-v1/),
      }),
    );
  });

  it('does not take a name of Object for a format', () => {
    expect(isFormat('constructor')).toBe(false);
  });
});

describe('a format', () => {
  it.each(formats)('%s is in the release that it exists since', (format) => {
    expect(formatsOf(formatSince(format))).toContain(format);
  });

  it('belongs to one API and has a title', () => {
    expect(formats.map(apiOf)).toEqual(['view', 'view', 'rest', 'rest', 'rest']);
    expect(new Set(formats.map(titleOf)).size).toBe(formats.length);
  });
});
