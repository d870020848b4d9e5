/** The white margin that readers need, in modules. */
const QUIET_ZONE = 4;

export interface QrPath {
	/** The side of the whole square, in modules. */
	readonly size: number;
	/** SVG path data of the black modules: a rectangle for each horizontal run. */
	readonly path: string;
}

/** The shape of the QR code of `text`. The encoder is loaded with the first one. */
export async function qrPath(text: string): Promise<QrPath> {
	const { encodeQR } = await import('qr');
	const rows = encodeQR(text, 'raw', { ecc: 'medium', border: QUIET_ZONE });
	let path = '';
	rows.forEach((row, y) => {
		for (let x = 0; x < row.length; x += 1) {
			if (row[x] !== true) continue;
			const start = x;
			while (row[x + 1] === true) x += 1;
			path += `M${start} ${y}h${x - start + 1}v1H${start}z`;
		}
	});
	return { size: rows.length, path };
}
