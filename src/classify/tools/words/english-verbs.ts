/** English verbs of tools and what each does to the world. Data only; how they are read is in `read-name.ts`. */
import type { VerbLine } from './meaning.ts';

const reads: readonly VerbLine[] = [
  {
    effect: 'read',
    strength: 3,
    noun: 'never',
    words: `get fetch retrieve obtain read find locate describe show display inspect explore discover enumerate verify
      validate determine detect identify recognize recognise analyze analyse compare calculate calc compute
      predict translate summarize summarise parse decode decrypt lookup look_up introspect examine observe geocode
      simulate peek grep ls whoami pwd diagnose solve recommend suggest interpret explain classify tokenize embed infer
      measure discern poll transcribe crawl scrape ping diff lint stat perceive glob recall probe
      investigate survey traverse brainstorm paraphrase proofread cite tally pinpoint align correlate cluster
      extrapolate interpolate triangulate disambiguate decipher deduplicate memoize reverse_geocode skim
      spellcheck fact_check cross_check double_check`,
  },
  { effect: 'read', strength: 3, noun: 'never', group: 'evaluate', words: 'evaluate' },
  {
    effect: 'read',
    strength: 3,
    noun: 'seldom',
    words: 'list search query check view count preview forecast audit browse estimate',
  },
  {
    effect: 'read',
    strength: 2,
    noun: 'never',
    words: `download convert categorize categorise extract watch ask think reason wait sleep listen hear scroll hover
      load contain give tell provide see visualize visualise derive deduce assess appraise trace geolocate normalize
      normalise aggregate collect gather inquire enquire print echo differentiate integrate factorize simplify round
      multiply divide subtract average debug consult visit guess receive`,
  },
  { effect: 'read', strength: 2, noun: 'never', words: 'return', only: 'text' },
  {
    effect: 'read',
    strength: 2,
    noun: 'seldom',
    words: `scan filter sample match quote track export screenshot snapshot review test benchmark plot profile graph cat
      tail head rank sort hash monitor access research`,
  },
];

/** Nouns that name a look or a computation: `performs an analysis`, `hotel_search`. */
const looks: readonly VerbLine[] = [
  {
    effect: 'read',
    strength: 2,
    noun: 'often',
    words: `analysis calculation validation verification comparison conversion translation simulation inspection
      retrieval evaluation estimation classification detection prediction extraction finder calculator checker viewer
      reader converter validator fetcher parser analyzer analyser estimator translator inspector retriever explorer
      searcher summarizer recommender classifier recommendation comparator counter tester solver predictor detector
      geocoder scraper crawler summarization aggregation computation inference listing diagnosis diagnostics health_check`,
  },
];

const writes: readonly VerbLine[] = [
  {
    effect: 'write',
    strength: 3,
    noun: 'never',
    group: 'make',
    words: 'create add insert assign attach submit initiate issue make register enroll enrol put upload',
  },
  {
    effect: 'write',
    strength: 3,
    noun: 'never',
    group: 'alter',
    words: `update modify edit change upsert append prepend save write enable activate configure adjust apply setup
      set_up customize customise increase extend`,
  },
  { effect: 'write', strength: 3, noun: 'seldom', group: 'alter', words: 'set' },
  {
    effect: 'write',
    strength: 3,
    noun: 'never',
    words: `rename move duplicate disable toggle turn reschedule reserve mark unfollow unlike subscribe unsubscribe unstar unpin
      join dismiss acknowledge snooze mute unmute reopen pause restart skip rewind resize commit stash synchronize
      reindex swap switch decrease increment decrement brighten dim unarchive unassign unlink disconnect bind unbind
      dissociate migrate redeem escalate hand_off handoff click drag tap swipe fill allocate provision populate
      initialize initialise mount unmount memorize remember refill requeue enqueue rerun retry annotate log_in sign_in
      sign_up sign_out log_out check_in check_out opt_in opt_out back_up scale_up scale_down rotate install unblock hire
      onboard ingest import reorder reassign archive lock arm power_on upgrade downgrade untag draft compose unfavorite`,
  },
  {
    effect: 'write',
    strength: 2,
    noun: 'never',
    group: 'make',
    words: 'process start confirm accept trigger finalize finalise complete fulfil fulfill build bring',
  },
  { effect: 'write', strength: 2, noun: 'never', group: 'unfold', words: 'open' },
  { effect: 'write', strength: 2, noun: 'never', group: 'make', words: 'return exchange', only: 'name' },
  { effect: 'write', strength: 2, noun: 'often', group: 'make', words: 'schedule record request plan place' },
  {
    effect: 'write',
    strength: 2,
    noun: 'never',
    words: `leave decline reject resume play restore merge raise lower replace patch connect associate reload refresh
      overwrite adapt prepare organize organise reconcile rebase cherry_pick sync defer postpone relocate rebuild compile generate
      transform optimize optimise navigate select choose pick fine_tune train calibrate learn advance transition
      unset reactivate encrypt compress unzip zip heat cook brew feed preheat follow press handle manage
      maintain detach scale`,
  },
  {
    effect: 'write',
    strength: 2,
    noun: 'seldom',
    words: `copy clone fork pull push seek water vacuum like star pin favorite favourite upvote downvote stage`,
  },
  {
    effect: 'write',
    strength: 2,
    noun: 'often',
    words: `book comment tag label bookmark flag report rate vote log store lease claim file note link document type input react name queue cache crop mutate branch undo redo modification creation installation
      registration submission editor writer creator updater uploader installer scheduler block quarantine isolate
      reservation booking`,
  },
  { effect: 'write', strength: 2, noun: 'never', group: 'format', words: 'format' },
  { effect: 'write', strength: 2, noun: 'never', group: 'resolve', words: 'resolve' },
  { effect: 'write', strength: 3, noun: 'never', group: 'close', words: 'close' },
  { effect: 'write', strength: 3, noun: 'never', group: 'reset', words: 'reset' },
  { effect: 'write', strength: 3, noun: 'never', group: 'stop', words: 'stop halt quit reboot' },
  { effect: 'write', strength: 1, noun: 'often', words: 'map index' },
  { effect: 'write', strength: 1, noun: 'never', words: 'define' },
  { effect: 'destructive', strength: 2, noun: 'often', words: 'page', only: 'text' },
  { effect: 'write', strength: 1, noun: 'never', group: 'take', words: 'take capture' },
];

const graveVerbs: readonly VerbLine[] = [
  { effect: 'destructive', strength: 3, noun: 'never', group: 'remove', words: 'remove clear discard' },
  { effect: 'destructive', strength: 3, noun: 'never', group: 'send', words: 'send resend' },
  {
    effect: 'destructive',
    strength: 3,
    noun: 'never',
    words: `delete del erase wipe purge destroy truncate uninstall rm rmdir unpublish kill terminate shut_down shutdown
      power_off abort cancel revoke kick evict expel suspend deprovision decommission deactivate prune flush roll_back
      rollback tear_down undeploy nuke trash shred deregister unregister disarm go_live unlock ban offboard clean_up
      cleanup drain force_push`,
  },
  {
    effect: 'destructive',
    strength: 3,
    noun: 'never',
    words: `notify invite broadcast announce publish retweet pay buy purchase sell donate withdraw remit reimburse
      disburse authorize authorise grant approve deploy impersonate elevate place_order submit_order top_up
      topup recharge repay prepay payout cash_out eval sudo dial`,
  },
  {
    effect: 'destructive',
    strength: 2,
    noun: 'never',
    words: `promote delegate launch checkout revert expire liquidate invest spend deliver dispatch permit deny forget
      sign empty drop`,
  },
  { effect: 'destructive', strength: 2, noun: 'never', group: 'run', words: 'execute exec invoke' },
  { effect: 'write', strength: 2, noun: 'seldom', group: 'run', words: 'run' },
  { effect: 'destructive', strength: 2, noun: 'often', group: 'hand', words: 'transfer' },
  {
    effect: 'destructive',
    strength: 2,
    noun: 'often',
    words: `post email mail text sms message dm tweet reply call phone fax share forward charge refund wire
      deposit tip order trade bid bet release ship alert rent cancellation deletion removal termination revocation
      deployment publication transmission payment reimbursement withdrawal donation disposal void sender mailer deleter
      remover executor publisher deployer runner payer notifier bash shell powershell cmd zsh terminal python repl
      interpreter subprocess whatsapp`,
  },
];

export const englishVerbs: readonly VerbLine[] = [...reads, ...looks, ...graveVerbs, ...writes];
