import { describe, expect, it } from 'vitest';
import { encoderFor } from '../../src/projector/index.ts';

describe('encoderFor', () => {
  it('makes one encoder for a release and format, by whichever name the release is asked for', () => {
    expect(encoderFor('2111', 'view')).toBe(encoderFor('2111', 'view'));
    expect(encoderFor('8.4', 'view')).toBe(encoderFor('2111', 'view'));
    expect(encoderFor('8.4.0', 'view').release).toBe('2111');
  });

  it('makes different encoders for different formats and releases', () => {
    expect(encoderFor('2111', 'view')).not.toBe(encoderFor('2111', 'rest-v1'));
    expect(encoderFor('2111', 'view')).not.toBe(encoderFor('2206', 'view'));
  });

  it('refuses what does not exist, each time it is asked', () => {
    for (let time = 0; time < 2; time++) {
      expect(() => encoderFor('9.9', 'view')).toThrow(expect.objectContaining({ code: 'unknown-release' }));
      expect(() => encoderFor('7.13', 'rest-v1')).toThrow(expect.objectContaining({ code: 'format-not-in-release' }));
      expect(() => encoderFor('2111', 'xml' as never)).toThrow(expect.objectContaining({ code: 'unknown-format' }));
    }
  });
});
