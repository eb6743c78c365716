/** Citizens use a tablet only once its storage has shown that it stays. */
import { describe, expect, it } from 'vitest';
import { needsHomeScreen } from '../../src/kiosk/platform.ts';
import { browser, newProfile } from './browser-storage.ts';
import { freshName, openTablet } from './support.ts';

/** A tablet whose check has begun. */
async function joined(profile = newProfile()) {
  const name = freshName();
  const { trial } = browser(openTablet(name), profile);
  await trial.begin();
  /** Another page on the same disk. */
  const page = async () => {
    const next = browser(openTablet(name), profile);
    await next.trial.load();
    return next.trial;
  };
  const restart = () => {
    profile.run.mark = null;
    return page();
  };
  return { name, profile, trial, page, restart };
}

describe('a tablet that joined with a code', () => {
  it('is not in use at once, nor after a reload, nor in another tab', async () => {
    const { trial, page } = await joined();
    for (const one of [trial, await page(), await page()]) {
      expect(await one.look()).toEqual({ persisted: true, restarted: false, trouble: null });
      expect(one.passed()).toBe(false);
    }
  });

  it('is in use after a restart of the browser, for good', async () => {
    const { restart, page, profile } = await joined();
    const after = await restart();
    await after.look();
    expect([after.passed(), after.protection()]).toEqual([true, 'checked']);
    expect(profile.run.mark).toBeNull();
    expect((await page()).passed()).toBe(true);
  });

  it('waits as long as the browser may clear its storage, however often it is restarted', async () => {
    const { restart, profile } = await joined({ ...newProfile(), persisted: false });
    for (const one of [await restart(), await restart()]) {
      expect(await one.look()).toMatchObject({ persisted: false, restarted: true });
      expect(one.passed()).toBe(false);
    }
    profile.persisted = true;
    const later = await restart();
    await later.look();
    expect(later.passed()).toBe(true);
  });

  it('begins again when only the database came through the restart', async () => {
    const { restart, profile } = await joined();
    profile.local.clear();
    const after = await restart();
    expect(await after.look()).toEqual({ persisted: true, restarted: false, trouble: 'mark-lost' });
    expect(after.passed()).toBe(false);
    const next = await restart();
    await next.look();
    expect(next.passed()).toBe(true);
  });

  it('does not take a reload for a restart where the browser notes nothing', async () => {
    const { trial } = await joined({ ...newProfile(), cookies: false });
    expect((await trial.look()).trouble).toBe('no-session');
    expect(trial.passed()).toBe(false);
  });

  it('can be taken into use by staff, and the server is told why', async () => {
    const { trial, name } = await joined({ ...newProfile(), persisted: false });
    await trial.allow('Máy chỉ dùng trong hội nghị hôm nay');
    expect([trial.passed(), trial.protection()]).toEqual([true, 'allowed']);
    const events = await openTablet(name).outbox.recall('events');
    expect(events).toMatchObject([{ kind: 'unprotected', note: 'Máy chỉ dùng trong hội nghị hôm nay' }]);
  });
});

describe('a tablet without a check', () => {
  it('in use since before, or tried out on the machine itself, is in use and says that it was not checked', async () => {
    const { trial } = browser(openTablet(freshName()));
    await trial.load();
    expect([trial.passed(), trial.protection()]).toEqual([true, 'unchecked']);
    await trial.begin();
    await trial.exempt();
    expect([trial.passed(), trial.protection()]).toEqual([true, 'unchecked']);
  });
});

describe('an iPad', () => {
  const safari = { standalone: false, touchPoints: 5, display: () => false };
  it.each([
    ['a tab of Safari', safari, true],
    ['the home screen', { ...safari, standalone: true }, false],
    ['the home screen, as CSS knows it', { ...safari, display: (mode: string) => mode === 'standalone' }, false],
    ['Chrome on Android', { ...safari, standalone: undefined }, false],
    ['Safari on a desk', { ...safari, touchPoints: 0 }, false],
  ])('%s', (_name, surroundings, expected) => expect(needsHomeScreen(surroundings)).toBe(expected));
});
