import { existsSync } from 'node:fs';
import type { LaunchOptions } from '@playwright/test';

/** The browser named by the environment, else one of the system's, else Playwright's own. */
function executable(fromEnvironment: string | undefined, candidates: readonly string[]): string | undefined {
	if (fromEnvironment !== undefined) return fromEnvironment === '' ? undefined : fromEnvironment;
	return candidates.find((path) => existsSync(path));
}

function withExecutable(path: string | undefined): Pick<LaunchOptions, 'executablePath'> {
	return path === undefined ? {} : { executablePath: path };
}

const chromium = executable(process.env['PERCH_CHROMIUM'], ['/usr/bin/chromium', '/usr/bin/google-chrome']);
/** Chromium without its own windows, menus and settings: the same engine for half of what a start costs. */
const shell = executable(process.env['PERCH_CHROMIUM_SHELL'], ['/usr/bin/chromium-headless-shell']);
const firefox = executable(process.env['PERCH_FIREFOX'], ['/usr/bin/firefox-esr', '/usr/bin/firefox']);

/** How Chromium is started: it speaks to nobody but the test's own server. */
export const chromiumLaunch: LaunchOptions = {
	...withExecutable(chromium),
	args: [
		'--no-sandbox',
		'--disable-gpu',
		'--disable-quic',
		'--no-first-run',
		'--disable-background-networking',
		'--disable-component-update',
		'--disable-sync',
		`--disable-features=${[
			// Where many browsers of one machine come and go, some names that stand for its addresses are not resolved any more.
			'WebRtcHideLocalIpsWithMdns',
			// These pages of the address bar, which nobody sees, take a third of what a start costs.
			'WebUIOmniboxPopup',
			'WebUIOmniboxAimPopup'
		].join(',')}`,
		// A name that is no loopback name: what browsers take for an insecure address.
		'--host-resolver-rules=MAP perch.test 127.0.0.1'
	]
};

/** How it is started where nothing of the browser around the page is needed; as a whole Chromium where there is no shell. */
export const shellLaunch: LaunchOptions = { ...chromiumLaunch, ...withExecutable(shell) };

/** How Firefox is started. A Firefox of the system is driven by its own protocol. */
export const firefoxLaunch: LaunchOptions = {
	...withExecutable(firefox),
	...(firefox === undefined ? {} : { channel: 'moz-firefox' }),
	firefoxUserPrefs: {
		'browser.shell.checkDefaultBrowser': false,
		'network.captive-portal-service.enabled': false,
		'network.connectivity-service.enabled': false,
		'datareporting.policy.dataSubmissionEnabled': false,
		'app.update.enabled': false,
		'media.peerconnection.ice.obfuscate_host_addresses': false
	}
};
