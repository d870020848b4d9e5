import { describe, expect, it } from 'vitest';
import { MAX_TAGS, tagKey, tagsIn } from '$lib/note/tags.js';

describe('S39 tags', () => {
	it.each([
		['#garden', ['garden']],
		['Pears, #garden and #Obst.', ['garden', 'Obst']],
		['#Garden, later #garden', ['Garden']],
		['(#a) [#b] *#c* "#d"', ['a', 'b', 'c', 'd']],
		['#été #Äpfel #日本語 #Ελλάδα #сад', ['été', 'Äpfel', '日本語', 'Ελλάδα', 'сад']],
		['#work/plans #to-do #x_1 #2026-plan', ['work/plans', 'to-do', 'x_1', '2026-plan']],
		['#trailing- #slash/', ['trailing', 'slash']],
		['- #list\n> #quote\n\t#tab', ['list', 'quote', 'tab']]
	])('%s', (text, tags) => {
		expect(tagsIn(text)).toEqual(tags);
	});

	it.each([
		['# Heading', 'a heading'],
		['## Heading', 'a heading'],
		['#', 'the sign alone'],
		['#1 #2026', 'a number'],
		['C# a#b ##c', 'within a word'],
		['https://perch.example/#part and x.html#part', 'an address'],
		['[here](#part) ![p](a#part)', 'the target of a link'],
		['&#38; \\#no', 'an entity, an escaped sign'],
		['`#code` and ``a ` #code``', 'code in a line'],
		['```\n#code\n```', 'a block of code'],
		['~~~ js\n#code\n```\n#code\n~~~', 'a block of code with others in it'],
		['````\n```\n#code\n````', 'a longer fence'],
		['```\n#code', 'a block that does not end'],
		[`#${'x'.repeat(65)}`, 'a tag that is too long']
	])('%s: %s is none', (text) => {
		expect(tagsIn(text)).toEqual([]);
	});

	it('after a block of code there are tags again', () => {
		expect(tagsIn('```\n#code\n```\n#tag')).toEqual(['tag']);
		expect(tagsIn('```one line``` #tag')).toEqual(['tag']);
	});

	it('are one whatever their case and however their letters are composed', () => {
		expect(tagsIn('#caf\u00e9 #CAFE\u0301')).toEqual(['caf\u00e9']);
		expect(tagKey('CAFE\u0301')).toBe(tagKey('caf\u00e9'));
	});

	it('are bounded, and looked for in linear time', () => {
		expect(tagsIn(Array.from({ length: 100 }, (_, at) => `#tag${at}`).join(' '))).toHaveLength(MAX_TAGS);
		const begun = performance.now();
		for (const part of ['#', '`', '#a-', '](', '```', '\\#', '[](#']) tagsIn(`#${part.repeat(300_000)}`);
		// It takes some 50 ms on a quiet machine, and hours if it grew with the square.
		expect(performance.now() - begun).toBeLessThan(20_000);
	});
});
