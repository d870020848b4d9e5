// Runs on whatever Node there is, so it uses nothing new.

const MIN_NODE_MAJOR = 20;

/** Ends the process with one sentence if this Node is too old for the project. */
export function requireNodeVersion() {
	const version = process.versions.node;
	if (Number(version.split('.')[0]) >= MIN_NODE_MAJOR) return;
	console.error(
		`Perch needs Node ${MIN_NODE_MAJOR} or newer, and this is Node ${version}: install a newer one.`
	);
	process.exit(1);
}
