/** The bird of the app's icon on its perch, as the paths of an SVG. */
export const MARK_SHAPE = Object.freeze({
	viewBox: '112 112 288 288',
	perch: { d: 'M128 362h256', strokeWidth: 30 },
	legs: { d: 'M214 346v-34M262 346v-34', strokeWidth: 16 },
	bird: 'M134 300c-4-92 52-168 136-168 47 0 82 30 84 74l44 22-46 14c-8 52-52 84-112 84-38 0-66-6-106-26z',
	wing: 'M170 262c28-30 72-36 106-14-20 36-62 44-106 14z',
	eye: { cx: 306, cy: 194, r: 14 }
});
