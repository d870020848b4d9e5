/**
 * @typedef {object} LockedPackage
 * @property {string} [version]
 * @property {string} [integrity]
 * @property {boolean} [optional]
 * @property {boolean} [dev]
 * @property {string[]} [cpu]
 * @property {string[]} [os]
 * @property {string[]} [libc]
 * @property {Record<string, string>} [dependencies]
 * @property {Record<string, string>} [devDependencies]
 * @property {Record<string, string>} [optionalDependencies]
 */

/** @typedef {{ packages: Record<string, LockedPackage> }} LockFile package paths, such as `node_modules/a`, to packages */

/**
 * Finds the optional dependencies that have no entry of their own, which `npm ci` refuses.
 *
 * @param {LockFile} lock
 * @returns {{ name: string, version: string, parent: LockedPackage }[]}
 */
export function missingFromLock({ packages }) {
	return Object.entries(packages).flatMap(([path, parent]) =>
		Object.entries(parent.optionalDependencies ?? {})
			.filter(([name]) => !isFound(packages, path, name))
			.map(([name, version]) => ({ name, version, parent }))
	);
}

/**
 * Looks where Node would look for a dependency: below the package itself, then upwards.
 *
 * @param {LockFile['packages']} packages
 * @param {string} from
 * @param {string} name
 */
function isFound(packages, from, name) {
	for (let path = from; path !== ''; path = path.slice(0, Math.max(0, path.lastIndexOf('/node_modules/')))) {
		if (packages[`${path}/node_modules/${name}`]) return true;
	}
	return packages[`node_modules/${name}`] !== undefined;
}
