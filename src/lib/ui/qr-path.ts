/** The white margin that readers need, in modules. */
const QUIET_ZONE = 4;

/** The rows of a code, its margin included: which modules are black. */
export type QrRows = readonly (readonly boolean[])[];

export interface QrPath {
	/** The side of the whole square, in modules. */
	readonly size: number;
	/** SVG path data of the black modules: a rectangle for each horizontal run. */
	readonly path: string;
}

/** How much of a code may be hidden or worn. `low` makes it coarser: for long ones that are only ever shown on a screen. */
export type QrRepair = 'low' | 'medium';

/** The QR code of `text`. The encoder is loaded with the first one. */
export async function qrRows(text: string, repair: QrRepair = 'medium'): Promise<QrRows> {
	const { encodeQR } = await import('qr');
	return encodeQR(text, 'raw', { ecc: repair, border: QUIET_ZONE });
}

/** Calls `draw` with each horizontal run of black modules. */
export function eachRun(rows: QrRows, draw: (x: number, y: number, length: number) => void): void {
	rows.forEach((row, y) => {
		for (let x = 0; x < row.length; x += 1) {
			if (row[x] !== true) continue;
			const start = x;
			while (row[x + 1] === true) x += 1;
			draw(start, y, x - start + 1);
		}
	});
}

/** The shape of a code. */
export function qrPath(rows: QrRows): QrPath {
	let path = '';
	eachRun(rows, (x, y, length) => (path += `M${x} ${y}h${length}v1H${x}z`));
	return { size: rows.length, path };
}
