// Keeps the analytics page up to date while its range is not over. Asks again when the feed has moved and at the end of
// every quarter of an hour, at most every ten seconds, only while the page is visible, and only after the last answers
// have arrived.
(function () {
  "use strict";
  const ours = window.callerid;
  const functions = window.dash_clientside.callerid;
  const REST = 10000; // milliseconds between two requests
  const LOST = 60000; // an answer is given up after this many milliseconds
  const QUARTER = 900000;
  const ANSWERS = 2; // the page asks in two callbacks
  const page = () => document.querySelector(".analytics[data-refresh]");
  let feed = null;
  let news = false;
  let goesOn = false;
  let asked = 0;
  let due = 0; // number of answers still expected
  let timer = 0;
  let quarter = 0;

  function ask() {
    timer = 0;
    if (!news || !goesOn || document.hidden || !page()) {
      return;
    }
    if (due && Date.now() - asked < LOST) {
      plan();
      return;
    }
    news = false;
    asked = Date.now();
    due = ANSWERS;
    window.dash_clientside.set_props(page().dataset.refresh, { data: asked });
  }

  function plan() {
    if (news && goesOn && !timer && !document.hidden && page()) {
      timer = window.setTimeout(ask, Math.max(asked + REST - Date.now(), due ? 1000 : 0));
    }
  }

  function changed() {
    news = true;
    plan();
  }

  functions.analyticsNews = function (followed) {
    const now = followed && followed.feed;
    if (now && now !== feed) {
      const first = feed === null;
      feed = now;
      if (!first) {
        changed();
      }
    }
    return window.dash_clientside.no_update;
  };

  // Each answer says whether its range is over.
  ours.followed = function (answer) {
    due = Math.max(due - 1, 0);
    asked = Math.max(asked, Date.now() - REST / 2);
    if (answer.goes_on !== undefined) {
      goesOn = answer.goes_on;
    }
    window.clearTimeout(quarter);
    if (goesOn) {
      quarter = window.setTimeout(changed, QUARTER - (Date.now() % QUARTER) + 2000);
    }
    plan();
  };

  document.addEventListener("visibilitychange", plan);
})();
