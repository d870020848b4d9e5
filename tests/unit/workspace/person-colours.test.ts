import { expect, it } from 'vitest';
import { agreedColours, type ColourWish } from '$lib/workspace/person-colours.js';
import { PERSON_COLOURS } from '$lib/workspace/types.js';

function wish(person: string, colour: number, right: ColourWish['right'] = 'edit'): ColourWish {
	return { person, colour, right };
}

function dealt(wishes: readonly ColourWish[]): number[] {
	const colourOf = agreedColours(wishes);
	return wishes.map((one) => colourOf(one));
}

it('P33: everybody has the colour that they wish for where nobody else does', () => {
	expect(dealt([wish('ada', 3), wish('bea', 5), wish('cyd', 0)])).toEqual([3, 5, 0]);
});

it('P33: no two people have the same colour while another is free', () => {
	for (let people = 2; people <= PERSON_COLOURS; people += 1) {
		const colours = dealt(Array.from({ length: people }, (_, index) => wish(`p${index}`, 6)));
		expect(new Set(colours).size).toBe(people);
		expect(colours.every((colour) => colour >= 0 && colour < PERSON_COLOURS)).toBe(true);
	}
});

it('P33: who gives way to whom does not depend on who came first, and touches nobody else', () => {
	const room = [wish('cyd', 2), wish('ada', 2), wish('bea', 3)];
	expect(dealt(room)).toEqual([4, 2, 3]);
	const colourOf = agreedColours([...room].reverse());
	expect(room.map((one) => colourOf(one))).toEqual([4, 2, 3]);
});

it('P33: more people than colours have those that they wish for', () => {
	const room = Array.from({ length: PERSON_COLOURS + 1 }, (_, index) => wish(`p${index}`, index));
	expect(dealt(room).at(-1)).toBe(0);
});

it('P33: pages of one person have one colour, and whoever only claims to be somebody another', () => {
	const colourOf = agreedColours([wish('ada', 4), wish('ada', 1), wish('ada', 1, 'view')]);
	expect(colourOf({ person: 'ada', right: 'edit' })).toBe(1);
	expect(colourOf({ person: 'ada', right: 'view' })).toBe(2);
});

it('P33: whatever number is wished for, the colour is one of the palette', () => {
	expect(dealt([wish('ada', 255), wish('bea', -1), wish('cyd', 2.5)])).toEqual([7, 1, 2]);
});
