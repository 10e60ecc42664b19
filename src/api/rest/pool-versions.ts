// Written by src/tools/rest-documents.ts from what the vendor documents. Do not edit.

/** The versions of GET …/desktop-pools that carry a status, all but the first: the first release with each, and the format of it. */
export const poolVersions = [
  { version: 2, since: '2006', format: 'rest-v1' },
  { version: 3, since: '2012', format: 'rest-v1' },
  { version: 4, since: '2103', format: 'rest-v1' },
  { version: 5, since: '2111', format: 'rest-v1' },
  { version: 6, since: '2206', format: 'rest-v2' },
  { version: 7, since: '2306', format: 'rest-v2' },
  { version: 8, since: '2312', format: 'rest-v2' },
  { version: 9, since: '2406', format: 'rest-v2' },
  { version: 10, since: '2412', format: 'rest-v2' },
  { version: 11, since: '2503', format: 'rest-v2' },
  { version: 12, since: '2512', format: 'rest-v3' },
] as const;
