/** Long enough, in milliseconds, for the browser to have begun reading; Safari asks the person first. */
const KEPT_FOR_MS = 60_000;

/** Hands a file to the browser, which puts it among the downloads or asks where to. */
export function saveFile(file: Blob, name: string): void {
	const url = URL.createObjectURL(file);
	const link = document.createElement('a');
	link.href = url;
	link.download = name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(url), KEPT_FOR_MS);
}

/** The name of a backup made now, by the person's own calendar. */
export function backupFileName(now: Date): string {
	const [month, day] = [now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0'));
	return `perch-backup-${now.getFullYear()}-${month}-${day}.zip`;
}
