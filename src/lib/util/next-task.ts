/**
 * Lets the page do what waits (draw, answer a press), and settles after it. By a message, not by a timer: timers of a
 * page that is out of sight run once a second.
 */
export function nextTask(): Promise<void> {
	return new Promise((resolve) => {
		const { port1, port2 } = new MessageChannel();
		port1.onmessage = () => {
			port1.close();
			resolve();
		};
		port2.postMessage(undefined);
	});
}
