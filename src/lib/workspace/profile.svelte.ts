import { StorageError } from '../storage/chunk-store.js';
import type { KeyValueSection, KeyValueStore } from '../storage/key-value.js';
import { randomBytes, toBase64Url } from '../util/bytes.js';
import { Emitter } from '../util/emitter.js';
import { BIRD_NAMES } from './bird-names.js';
import { cleanName } from './person-name.js';
import { PERSON_COLOURS } from './types.js';

const SECTION = 'profile';
const STORED_KEY = 'self';
const PERSON_ID_BYTES = 9;

interface StoredProfile {
	readonly person: string;
	readonly name: string;
	readonly colour: number;
}

function isStoredProfile(value: unknown): value is StoredProfile {
	if (typeof value !== 'object' || value === null) return false;
	const { person, name, colour } = value as Partial<Record<keyof StoredProfile, unknown>>;
	return typeof person === 'string' && typeof name === 'string' && typeof colour === 'number';
}

function newProfile(): StoredProfile {
	const [bird = 0, colour = 0] = randomBytes(2);
	return {
		person: toBase64Url(randomBytes(PERSON_ID_BYTES)),
		name: BIRD_NAMES[bird % BIRD_NAMES.length] ?? BIRD_NAMES[0],
		colour: colour % PERSON_COLOURS
	};
}

/** Who the person at this device is to the others. */
export class Profile {
	readonly #changed = new Emitter<undefined>();
	readonly #section: KeyValueSection<StoredProfile>;
	#profile: StoredProfile = $state.raw(newProfile());
	#isLoaded = false;
	/** The name that was set before the stored profile had come. */
	#nameMeanwhile: string | undefined;

	/** Tells that the name has changed. */
	readonly onChange = this.#changed.on.bind(this.#changed);

	constructor(local: KeyValueStore) {
		this.#section = local.section(SECTION, isStoredProfile);
	}

	/** A random id, the same in all tabs of this browser; never shown. */
	get person(): string {
		return this.#profile.person;
	}

	get name(): string {
		return this.#profile.name;
	}

	/** Index into the palette of people's colours. */
	get colour(): number {
		return this.#profile.colour;
	}

	/** Takes the stored profile; the first time, stores the one made up. @throws StorageError */
	async load(): Promise<void> {
		const stored = await this.#section.get(STORED_KEY);
		const name = this.#nameMeanwhile;
		this.#isLoaded = true;
		this.#nameMeanwhile = undefined;
		if (stored !== undefined) this.#profile = name === undefined ? stored : { ...stored, name };
		if (stored === undefined || name !== undefined) await this.#store();
	}

	/** Sets the name; an empty one is passed over. */
	setName(name: string): void {
		const clean = cleanName(name);
		if (clean === '' || clean === this.name) return;
		this.#profile = { ...this.#profile, name: clean };
		this.#changed.emit(undefined);
		// Storing it now would put the id that was made up in the place of the one that is stored.
		if (!this.#isLoaded) {
			this.#nameMeanwhile = clean;
			return;
		}
		this.#store().catch((failure: unknown) => {
			if (!(failure instanceof StorageError)) throw failure;
			console.warn('the name could not be stored', failure.reason);
		});
	}

	async #store(): Promise<void> {
		await this.#section.set(STORED_KEY, this.#profile);
	}
}
