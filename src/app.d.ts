declare global {
	namespace App {
		interface PageState {
			/** The note shown was made of a file that was opened from the system: just now, or when it was opened before. */
			fromFile?: 'new' | 'again';
		}
	}
}

export {};
