// Where the system has chromium, and how tests and the bench start it.
import { existsSync } from 'node:fs';

export const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable'];

/** The browser's path; undefined where there is none. */
export const found = process.env.HVSIM_CHROMIUM || places.find((place) => existsSync(place));

/** Nothing that a browser does by itself: no sandbox (containers have none), no look at the network. */
export const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
];
