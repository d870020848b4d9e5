/** A note as somebody writes one, with everything that Markdown can show. */
export interface NoteText {
	readonly title: string;
	readonly body: string;
	/** Words of the body at which the others are. */
	readonly caretAt: string;
	readonly selected: string;
	/** Words within marks, behind which somebody writes on, and words that are looked for. */
	readonly written: string;
	readonly sought: string;
	/** Who writes it. */
	readonly names: readonly [string, string, string];
}

const CODE = `\`\`\`ts
/** How many jars the plums will fill. */
export function jars(kilograms: number): number {
	return Math.ceil((kilograms * 1.4) / 0.35); // one of 350 ml each
}
\`\`\``;

export const LATIN: NoteText = {
	title: 'Orchard weekend',
	names: ['Ada', 'Mira', 'Tom'],
	caretAt: 'soup for twelve',
	selected: 'towards',
	written: 'Thursday',
	sought: 'pear',
	body: `We leave on **Thursday**, before the rain. The house is open from noon; the key hangs *where it always hung*, and whoever comes first lights the stove.

## To bring

- [x] the long ladder and both saws
- [ ] gloves, in every size we have
- [ ] soup for twelve, and the large pot that Jo borrowed after the last harvest
  - [ ] bay leaves

Nobody needs to bring apples.

## Who does what

Mira prunes the old pear trees, I take the quinces. Whoever comes later starts at the gate and works *towards* the house. The [map of the trees](https://example.org/map) hangs in the shed; ask for \`row 7\` before you cut anything ~~old~~.

1. first the pears, while it is dry
2. then the quinces
   - the one at the well is hollow: leave it
3. the plums last

> A tree is a slow conversation. It says one thing a year, and it does not like to be interrupted.
>
> > And yet we prune.

### What the rows gave last year

| Tree | Row | Baskets | Remarks |
| :--- | :-: | ------: | --- |
| Conference pear | 3 | 21 | cut the water shoots |
| Quince | 5 | 8 | **late**, not before the first frost |
| Plum | 7 | 112 | [jam](https://example.org/jam) |

---

${CODE}

More at <https://example.org/orchard>, or ask me.`
};

export const RIGHT_TO_LEFT: NoteText = {
	title: 'סוף שבוע במטע',
	names: ['נועה', 'أمل', 'Tom'],
	caretAt: 'מרק לשנים עשר',
	selected: 'הבאר',
	written: 'חמישי',
	sought: 'אגס',
	body: `אנחנו יוצאים ביום **חמישי**, לפני הגשם. הבית פתוח מהצהריים; המפתח תלוי *במקומו הקבוע*, ומי שמגיע ראשון מדליק את התנור.

## מה להביא

- [x] הסולם הארוך ושני המסורים
- [ ] כפפות בכל המידות
- [ ] מרק לשנים עשר, והסיר הגדול שיעל לקחה אחרי הקטיף האחרון
  - [ ] עלי דפנה

אין צורך להביא תפוחים. English lines stand on their own side:

The key hangs where it always hung.

## من يفعل ماذا

تقلّم أمل أشجار الكمثرى القديمة، وأنا آخذ السفرجل. [خريطة الأشجار](https://example.org/map) معلّقة في السقيفة؛ اسأل عن \`row 7\` قبل أن تقطع شيئًا ~~قديمًا~~.

1. קודם האגסים, כל עוד יבש
2. אחר כך החבושים
   - זה שליד הבאר חלול: לא לגעת
3. השזיפים בסוף, ביום ראשון

> עץ הוא שיחה איטית. הוא אומר דבר אחד בשנה, ואינו אוהב שמפריעים לו.
>
> > ובכל זאת גוזמים.

### מה נתנו השורות אשתקד

| עץ | שורה | סלים | הערות |
| --- | :-: | ------: | --- |
| אגס Conference | 3 | 21 | לגזום את הזרדים |
| חבוש | 5 | 8 | **מאוחר**, לא לפני הכפור הראשון |
| שזיף | 7 | 112 | [ריבה](https://example.org/jam) |

---

${CODE}

עוד בכתובת <https://example.org/orchard>, או תשאלו אותי.`
};
