import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { allSchemas, documentObjects, fieldsOf, hasTasks, releases, schemaFor } from '../../src/api/index.ts';
import { everyTarget } from './every-target.ts';

describe('schemaFor', () => {
  it('gives each release and format its own id', () => {
    expect(schemaFor({ release: '8.6', format: 'rest-v2' }).$id).toBe('urn:hvsim:schema:2206:rest-v2');
    expect(schemaFor({ release: '2206', format: 'view' }, 'task').$id).toBe('urn:hvsim:schema:2206:view:task');
  });

  it.each(everyTarget)('is a valid 2020-12 schema for each object of $release as $format', (target) => {
    const ajv = new Ajv2020({ allowUnionTypes: true }).addVocabulary(['x-since', 'x-read-only']);
    for (const object of documentObjects) {
      if (object === 'task' && !hasTasks(target)) continue;
      expect(ajv.validateSchema(schemaFor(target, object)), object).toBe(true);
      expect(() => ajv.compile(schemaFor(target, object)), object).not.toThrow();
    }
  });

  it.each(everyTarget)('allows in $release as $format exactly the properties that it has', (target) => {
    const schema = schemaFor(target);
    const names = fieldsOf('status', target.release, target.format).map((field) => field.name);
    expect(Object.keys(schema.properties ?? {})).toEqual(names);
    expect(schema.additionalProperties).toBe(false);
  });

  it('says since when a property exists', () => {
    const { properties } = schemaFor({ release: '2512', format: 'view' });
    expect(properties?.pendingComputeProfile?.['x-since']).toBe('2206 (8.6)');
    expect(properties?.pendingImageManagementTag?.['x-read-only']).toBe(true);
    expect(properties?.pendingImageError).not.toHaveProperty('x-read-only');
  });

  it('lets View and PowerCLI have null for what need not be set, and REST never', () => {
    const typesOf = (format: 'view' | 'powercli' | 'rest-v1') =>
      Object.values(schemaFor({ release: '2512', format }).properties ?? {}).map(({ type }) => type);
    expect(typesOf('view').filter((type) => !Array.isArray(type) || !type.includes('null'))).toEqual(['string']);
    expect(typesOf('powercli').filter((type) => !Array.isArray(type) || !type.includes('null'))).toEqual(['string']);
    expect(typesOf('rest-v1').filter((type) => Array.isArray(type))).toEqual([]);
  });

  it('has no task for REST of 2006, which came before tasks', () => {
    expect(() => schemaFor({ release: '2006', format: 'rest-v1' }, 'task')).toThrow(
      expect.objectContaining({ code: 'format-not-in-release', message: expect.stringContaining('2012 (8.1)') }),
    );
  });
});

describe('allSchemas', () => {
  it('has one for each release and format, each with an id of its own', () => {
    const all = allSchemas();
    expect(all.map(({ release, format }) => ({ release, format }))).toEqual(everyTarget);
    expect(new Set(all.map(({ schema }) => schema.$id)).size).toBe(all.length);
    expect(new Set(all.map(({ release }) => release)).size).toBe(releases.length);
  });
});
