/** Whether whoever is at this device does not mind what moves. */
export function wantsMotion(): boolean {
	return !matchMedia('(prefers-reduced-motion: reduce)').matches;
}
