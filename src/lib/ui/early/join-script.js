/**
 * Stands in the HTML of the page that joins, behind what that shows before the app has come (early-join.svelte), and takes away what does
 * not hold for the way in which it was opened. It never throws.
 */
try {
	const sight = document.querySelector('.early-sight');
	if (new URLSearchParams(location.search).has('scan')) sight?.remove();
	// What an invite leads to depends on the place where it was opened.
	else if (location.hash.length > 1 || sessionStorage.getItem('perch-invite') !== null)
		sight?.querySelector('.lead')?.remove();
} catch (failure) {
	console.warn('what is kept in this tab cannot be read', failure);
}
