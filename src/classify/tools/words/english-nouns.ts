/** English nouns that change what a verb does, and the words that hold names and sentences together. Data only. */
import type { JointKind, ObjectKind } from './meaning.ts';

/** Singular or plural as tools have them, separated by spaces; `_` joins two words. */
export const englishObjects: Readonly<Record<ObjectKind, string>> = {
  money: `payment payments transfer transfers refund refunds payout payouts charge charges withdrawal withdrawals
    purchase purchases donation donations bid bids tip tips remittance disbursement wire money funds payroll bet trade
    trades reimbursement deposit recharge credit credits`,
  rights: `permission permissions role roles access collaborator collaborators admin admins administrator privileges
    privilege acl entitlement entitlements grant grants api_key access_key ssh_key deploy_key access_token api_token
    iam_policy role_policy user_policy bucket_policy ownership owner superuser ingress firewall_rule allowlist whitelist
    role_assignment access_level visibility sharing`,
  message: `email emails mail message messages sms notification notifications tweet tweets announcement broadcast
    newsletter reply replies dm invitation invitations invite invites fax letter whatsapp voicemail phone_call call
    press_release post posts`,
  release: 'deployment deployments release releases production rollout app_store',
  code: `command commands shell script scripts code bash python javascript js sql statement statements terminal snippet
    notebook powershell applescript program cypher`,
  machine: `instance instances server servers service services container containers vm vms pod pods process processes
    cluster node nodes machine host droplet database computer daemon workload deployment app application session job
    task execution pipeline workflow system`,
  account: 'account accounts subscription subscriptions membership policy contract',
  secret:
    'password passwords credentials credential mfa 2fa passcode api_key access_key secret secrets factory database',
  storage: 'disk drive partition volume',
  light: `label labels tag tags cart basket reaction reactions like likes favorite favorites favourite favourites
    bookmark bookmarks star playlist watchlist wishlist assignee assignees filter filters highlight breakpoint reviewer
    reviewers shopping selection formatting whitespace duplicates background`,
  view: `status info information detail details data history balance weather forecast forecasts price prices rate rates
    quotes summary statistics stats metrics result results version health score scores news time date timezone location
    address total totals availability inventory stock stocks direction directions distance recommendations suggestion
    suggestions analytics insights definition definitions synonyms meaning trends trend schema documentation docs
    overview ranking rankings leaderboard catalog catalogue timeline transcript captions lyrics currency quality
    capabilities metadata contents content route elevation coordinates traffic fact facts joke jokes trivia recipe
    recipes horoscope wiki wikipedia specs specification help usage requirements properties current latest today
    upcoming popular trending available nearby top rating ratings reviews preferences hours menu language languages
    sentiment keywords id ids identifier identifiers url urls exchange_rate exchange_rates checksum level levels uptime options area perimeter volume
    probability velocity mean median maximum minimum factorial prime chart charts matrix histogram distribution standings
    reading readings yield tempo palette bracket verdict profile profiles risk risks odds tariff tariffs position
    positions calendar progress capacity frequency angle angles height depth width age season eta`,
  aspect: `status info information detail details history id ids identifier identifiers statistics stats metrics
    analytics insights trends metadata schema version total totals tracking count list lookup search number numbers log
    logs type types template templates link format address field fields timeline chart charts matrix
    leaderboard ranking rankings standings forecast overview catalog catalogue`,
  draft: 'draft drafts template templates',
  page: `page pages webpage webpages website websites site url urls link links file files folder folders directory pdf
    image images photo photos browser tab`,
  person: 'human agent agents representative support operator specialist supervisor colleague',
};

export const englishJoints: Readonly<Record<JointKind, string>> = {
  and: 'and or then plus also nor',
  to: 'to',
  preposition: `of in on for from with by at into onto via using as about over under between through per within against
    after before when if where that which whose whether based across along around during until since upon inside like
    including such so because how what why who`,
  determiner: `a an the this these those any each every your my our their its his her one multiple specific given some
    several many more another both two three new existing customer's user's`,
  pronoun: 'it them him me us you users agent model assistant',
  may: 'can could will would may might should must able please',
  not: "not never no without cannot can't doesn't don't won't isn't neither avoid prevent",
  asks: 'is has can should does are was were will exists whether who what which when where how why',
  filler: `bulk batch async auto quick multi new safe try handle do quickly smart simple helper api tool function v1 v2 v3
    mcp functions default direct directly automatically immediately`,
  bridge: 'perform conduct carry do undertake performs performing conducts carries does doing',
  opener: `allow allows allowing enables let lets letting help helps helping use used uses using tool function endpoint
    method want wants wish wishes need needs ability able designed intended useful utility attempt attempts try tries
    responsible support supports supporting offer offers interface action operation api plugin skill call_this call_when
    invoke_this run_this`,
  irreversible:
    'irreversible irreversibly undone unrecoverable permanently irrevocable irrevocably destructive lost',
  force: 'permanent force forcibly forcefully',
  claim:
    'readonly read_only nondestructive non_destructive dry_run select_statement select_statements select_query select_queries',
  effects: 'side_effect side_effects',
};
