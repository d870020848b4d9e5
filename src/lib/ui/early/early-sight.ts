/** Takes away what a page showed of itself before the app came (early-sight.css); does nothing where that is gone. */
export function endEarlySight(): void {
	document.querySelector('.early-sight')?.remove();
}
