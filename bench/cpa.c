/*
 * The yardstick of bench/engine.ts: change page attributes on a direct map, in plain C with the hardware's
 * 64-bit entries. Walk a range, keep or split 1G and 2M, count equal entries, merge twice, decide the flush, count as
 * debugfs and vmstat do. No events, no aliases, no memory types, no other policy.
 *
 *   cpa boot  GIB           fill the tables of GIB GiB with 2M entries
 *   cpa cycle GIB ROUNDS    ro, rw on one page of a 1G page: split, split, merge, merge
 *   cpa split GIB ROUNDS    ro, rw on 4096 random pages that are split already
 *   cpa anywhere GIB ROUNDS ro, rw on any random page of a machine that is wholly 4K
 *   cpa count GIB           count leaves and states of a machine that is wholly 4K
 *
 * Prints nanoseconds: per call (the lower quartile of SLICES equal parts of the run, which others on the machine
 * disturb less), or for the whole of boot and count.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define P (1ull << 0)
#define RW (1ull << 1)
#define A (1ull << 5)
#define D (1ull << 6)
#define PSE (1ull << 7)
#define G (1ull << 8)
#define NX (1ull << 63)
#define PFN_MASK 0x000ffffffffff000ull
#define TABLE (P | RW | A | D)
#define BOOT_4K (P | RW | A | D | G | NX)
#define BOOT_LARGE (BOOT_4K | PSE)
#define N 512
#define GIB_PAGES 262144ull
#define FLUSH_CEILING 33
#define SLICES 40

struct table {
	uint64_t e[N];
};

struct info {
	uint64_t same;
	uint32_t parent;
	uint16_t parent_index;
	uint16_t nr_same;
};

static struct table *tables;
static struct info *infos;
static uint32_t *free_ids;
static uint32_t used, free_count;
static uint64_t *pud;
static uint64_t splits2, splits3, merges1, merges2, leaves[4];
static uint64_t checked[4], sameprot[4], preserved[4], installed, flush_all, flush_ranged, flushed_pages, end_pfn;
static int changed;

static double now_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1e9 + t.tv_nsec;
}

static uint32_t take(void)
{
	return free_count ? free_ids[--free_count] : used++;
}

static uint64_t flags_of(uint64_t e)
{
	return e & ~PFN_MASK;
}

static uint64_t to_table(uint32_t id)
{
	return ((uint64_t)id << 12) | TABLE;
}

static uint32_t id_of(uint64_t e)
{
	return (uint32_t)((e & PFN_MASK) >> 12);
}

static void split(uint64_t *entry, int level, uint32_t parent, int index)
{
	uint32_t id = take();
	uint64_t old = *entry, pfn = (old & PFN_MASK) >> 12;
	uint64_t flags = level == 3 ? flags_of(old) : flags_of(old) & ~PSE;
	uint64_t step = level == 3 ? 512 : 1;
	uint64_t *e = tables[id].e;

	for (int i = 0; i < N; i++)
		e[i] = ((pfn + i * step) << 12) | flags;
	flush_all++;
	infos[id] = (struct info){ flags, parent, (uint16_t)index, N };
	*entry = to_table(id);
	leaves[level]--;
	leaves[level - 1] += N;
	if (level == 3)
		splits3++;
	else
		splits2++;
}

/* An entry of a tracked table changed from old to new flags; true when all 512 are equal now. */
static int track(uint32_t id, uint64_t was, uint64_t is)
{
	struct info *t = &infos[id];

	if (was == is)
		return 0;
	if (was == t->same)
		t->nr_same--;
	else if (is == t->same)
		t->nr_same++;
	if (t->nr_same == 0) {
		t->same = flags_of(tables[id].e[0]);
		for (int i = 0; i < N; i++)
			t->nr_same += flags_of(tables[id].e[i]) == t->same;
	}
	return t->nr_same == N && (t->same & P);
}

static void merge(uint64_t gib, uint32_t pte)
{
	uint32_t pmd = infos[pte].parent;
	int index = infos[pte].parent_index;
	uint64_t large = tables[pte].e[0] | PSE;

	flush_all++;
	free_ids[free_count++] = pte;
	merges1++;
	leaves[1] -= N;
	leaves[2]++;
	tables[pmd].e[index] = large;
	if (!track(pmd, TABLE, flags_of(large)) || !(infos[pmd].same & PSE))
		return;
	pud[gib] = tables[pmd].e[0];
	flush_all++;
	free_ids[free_count++] = pmd;
	merges2++;
	leaves[2] -= N;
	leaves[3]++;
}

/* GLOBAL goes with PRESENT and comes back with it; a large page that is PRESENT has PSE. */
static uint64_t settled(uint64_t flags, int level)
{
	if (!(flags & P))
		return flags & ~G;
	return flags | G | (level > 1 ? PSE : 0);
}

/*
 * What is to be done with a large page: 0 to split it, else the number of pages that are done, because it is kept
 * (its bits are as wanted) or was changed as a whole.
 */
static uint64_t keep_large(uint64_t *entry, int level, uint64_t pfn, uint64_t pages, uint64_t set, uint64_t clear,
			   uint32_t parent)
{
	uint64_t size = level == 3 ? GIB_PAGES : N, left = size - (pfn & (size - 1));
	uint64_t was = flags_of(*entry), is = settled((was & ~clear) | set, level);

	if (pages > left)
		pages = left;
	checked[level]++;
	if (was == is) {
		sameprot[level]++;
		return pages;
	}
	if (pages < size)
		return 0;
	preserved[level]++;
	*entry = (*entry & PFN_MASK) | is;
	changed = 1;
	if (level == 2)
		track(parent, was, is);
	return pages;
}

/* One pass over a range of the direct map (__change_page_attr_set_clr). */
static void pass(uint64_t pfn, uint64_t pages, uint64_t set, uint64_t clear)
{
	uint64_t end = pfn + pages, done;

	while (pfn < end) {
		uint64_t gib = pfn / GIB_PAGES;
		int i2 = (pfn >> 9) & 511, i1 = pfn & 511;
		uint64_t e3 = pud[gib];

		if (!e3) {
			pfn = (gib + 1) * GIB_PAGES;
			continue;
		}
		if (e3 & PSE) {
			done = keep_large(&pud[gib], 3, pfn, end - pfn, set, clear, 0);
			if (!done)
				split(&pud[gib], 3, 0, 0);
			pfn += done;
			continue;
		}
		uint32_t pmd = id_of(e3);
		uint64_t *e2 = &tables[pmd].e[i2];
		if (!*e2) {
			pfn = (pfn | (N - 1)) + 1;
			continue;
		}
		if (*e2 & PSE) {
			done = keep_large(e2, 2, pfn, end - pfn, set, clear, pmd);
			if (!done) {
				uint64_t was = flags_of(*e2);
				split(e2, 2, pmd, i2);
				track(pmd, was, TABLE);
			}
			pfn += done;
			continue;
		}
		uint32_t pte = id_of(*e2);
		uint64_t *e1 = &tables[pte].e[i1];
		uint64_t was = flags_of(*e1), is = settled((was & ~clear) | set, 1);
		installed++;
		if (was != is) {
			*e1 = (*e1 & PFN_MASK) | is;
			changed = 1;
			if (track(pte, was, is))
				merge(gib, pte);
		}
		pfn++;
	}
}

/* A set_memory call (change_page_attr_set_clr). */
static void change(uint64_t pfn, uint64_t pages, uint64_t set, uint64_t clear)
{
	if (!(set | clear) || pfn + pages > end_pfn)
		return;
	changed = 0;
	pass(pfn, pages, set, clear);
	if (!changed)
		return;
	if (pages > FLUSH_CEILING) {
		flush_all++;
	} else {
		flush_ranged++;
		flushed_pages += pages;
	}
}

static uint32_t random_state = 1;

static uint32_t random_next(void)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 17;
	random_state ^= random_state << 5;
	return random_state;
}

static uint64_t random_page(uint64_t gibs)
{
	return (random_next() % gibs) * GIB_PAGES + random_next() % GIB_PAGES;
}

static void reserve(uint64_t gibs, uint64_t count)
{
	pud = calloc(gibs, 8);
	tables = malloc(count * sizeof(*tables));
	infos = malloc(count * sizeof(*infos));
	free_ids = malloc(count * sizeof(*free_ids));
	if (!pud || !tables || !infos || !free_ids) {
		fprintf(stderr, "no memory for %llu tables\n", (unsigned long long)count);
		exit(1);
	}
	for (uint64_t g = 0; g < gibs; g++)
		pud[g] = (g * GIB_PAGES << 12) | BOOT_LARGE;
	leaves[3] = gibs;
	end_pfn = gibs * GIB_PAGES;
}

/* Splits everything: the first page of each 2M becomes RO. */
static void all_in_4k(uint64_t gibs)
{
	reserve(gibs, gibs * 513);
	for (uint64_t p = 0; p < gibs * GIB_PAGES; p += 512)
		change(p, 1, 0, RW);
}

/* ro, rw on one page: a random one of `places`, or when there are none a random one of all, with `odd` or'ed in. */
static void ro_rw(uint64_t gibs, const uint64_t *page, uint64_t places, uint64_t odd)
{
	uint64_t p = places ? page[random_next() % places] : random_page(gibs) | odd;

	change(p, 1, 0, RW);
	change(p, 1, RW, 0);
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Times ro_rw() and prints nanoseconds a call. */
static void measure(uint64_t rounds, uint64_t gibs, const uint64_t *page, uint64_t places, uint64_t odd)
{
	double ns[SLICES];

	for (int slice = 0; slice < SLICES; slice++) {
		double start = now_ns();
		for (uint64_t i = 0; i < rounds / SLICES; i++)
			ro_rw(gibs, page, places, odd);
		ns[slice] = now_ns() - start;
	}
	qsort(ns, SLICES, sizeof(*ns), ascending);
	printf("%.2f\n", ns[SLICES / 4] / (2.0 * (rounds / SLICES)));
}

int main(int argc, char **argv)
{
	if (argc < 3) {
		fprintf(stderr, "usage: cpa boot|cycle|split|anywhere|count GIB [ROUNDS]\n");
		return 2;
	}
	uint64_t gibs = strtoull(argv[2], 0, 10), rounds = argc > 3 ? strtoull(argv[3], 0, 10) : 1;

	if (!strcmp(argv[1], "boot")) {
		double start = now_ns();
		reserve(gibs, gibs);
		for (uint64_t g = 0; g < gibs; g++)
			split(&pud[g], 3, 0, 0);
		printf("%.0f\n", now_ns() - start);
	} else if (!strcmp(argv[1], "cycle")) {
		reserve(gibs, 4096);
		measure(rounds, gibs, NULL, 0, 0);
	} else if (!strcmp(argv[1], "split")) {
		reserve(gibs, gibs * 2 + rounds + 16);
		uint64_t places = 4096, *page = malloc(places * 8);
		for (uint64_t i = 0; i < places; i++) {
			page[i] = random_page(gibs);
			change(page[i], 1, 0, RW);
			page[i] ^= 1;
		}
		measure(rounds, gibs, page, places, 0);
	} else if (!strcmp(argv[1], "anywhere")) {
		all_in_4k(gibs);
		measure(rounds, gibs, NULL, 0, 1);
	} else if (!strcmp(argv[1], "count")) {
		all_in_4k(gibs);
		double start = now_ns();
		uint64_t ro = 0, total = 0;
		for (uint32_t id = 0; id < used; id++)
			for (int i = 0; i < N; i++) {
				total += (tables[id].e[i] & P) != 0;
				ro += !(tables[id].e[i] & RW);
			}
		double ns = now_ns() - start;
		fprintf(stderr, "%llu of %llu\n", (unsigned long long)ro, (unsigned long long)total);
		printf("%.0f\n", ns);
	} else {
		return 2;
	}
	return 0;
}
