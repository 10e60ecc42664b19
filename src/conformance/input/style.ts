/** Tells View, PowerCLI and REST apart by how they write the names of members. */
import { wireName } from '../../api/fields.ts';
import type { Format } from '../../api/formats.ts';
import { properties } from '../../api/properties.ts';
import type { AnyProperty } from '../../api/property.ts';

/** How names are written: `camelCase`, `PascalCase` or `snake_case`. */
export type Style = 'view' | 'powercli' | 'rest';

/** The names of both objects' members, with the style that writes them so. */
const styles = new Map<string, Style>();
for (const property of [...properties.parent, ...properties.status, ...properties.computeProfile] as readonly AnyProperty[]) {
  const rest = wireName(property, 'rest-v3');
  if (rest !== null) styles.set(rest, 'rest');
  if ((properties.computeProfile as readonly AnyProperty[]).includes(property)) continue;
  styles.set(property.view, 'view');
  styles.set(wireName(property, 'powercli') as string, 'powercli');
}

/**
 * The style of a status, or of the object around it: that of most of its members. Undefined for an object that has none of a
 * status's members.
 *
 * @example styleOf({ instant_clone_operation: 'NONE' }) //=> rest
 */
export function styleOf(value: Readonly<Record<string, unknown>>): Style | undefined {
  const counts = new Map<Style, number>();
  for (const name in value) {
    const style = styles.get(name);
    if (style !== undefined) counts.set(style, (counts.get(style) ?? 0) + 1);
  }
  let best: Style | undefined;
  for (const [style, count] of counts) if (count > (counts.get(best as Style) ?? 0)) best = style;
  return best;
}

/** How a format writes names. */
export const styleOfFormat = (format: Format): Style => (format === 'view' || format === 'powercli' ? format : 'rest');
