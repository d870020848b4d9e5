/** Whether the keys are those of Apple's devices. */
export function hasAppleKeys({ platform }: Pick<Navigator, 'platform'>): boolean {
	return /Mac|iPhone|iPad|iPod/.test(platform);
}
