/**
 * Word classes that tell how much a request asks of a model, in the languages people ask in most. A word ends where it
 * ends; `prov*` goes on; a word of Han or kana is two characters, found anywhere. Words only: what a class weighs is trained.
 */
export const difficultyClasses = {
  negation: 'says not, except or unless',
  condition: 'sets conditions',
  limit: 'sets limits that must be kept',
  proof: 'asks for a proof or derivation',
  advanced: 'speaks of advanced mathematics',
  everyday: 'speaks of prices, amounts and shares',
  relation: 'places or orders things by relations',
  design: 'speaks of system design',
  diagnosis: 'asks to find a cause or fault',
  algorithm: 'speaks of algorithms and their limits',
  science: 'uses terms of a science',
  profession: 'uses terms of law, medicine or finance',
  depth: 'asks to weigh, justify or compare',
  steps: 'lists steps in order',
  simple: 'asks for something simple or short',
  form: 'sets the form of the answer',
  letters: 'asks to work on letters or words',
  extreme: 'asks for the most, least or best',
  several: 'asks for all, each or every case',
  lookup: 'asks for a name, date or place',
} as const;

export type DifficultyClass = keyof typeof difficultyClasses;

/** Words of each class, by spaces; digits are not words. */
export const difficultyWords: Readonly<Record<DifficultyClass, string>> = {
  negation:
    "not no never neither nor none without except excluding unless cannot nobody nothing avoid doesn't isn't aren't don't won't can't false incorrect nicht kein* ohne außer niemals weder ne pas sans sauf jamais aucun ni sin excepto nunca ningun* não sem exceto nem non senza tranne mai не нет без кроме никогда никто 没有 不是 不得 除了 ない でき 除く değil olmadan nie bez niet geen không tidak tanpa لا ليس بدون नहीं",
  condition:
    'if when whenever unless suppose supposing assume assuming assumption* given provided whether otherwise depends such while wenn falls sofern angenommen gegeben si lorsque supposons sachant pourvu cuando supong* dado caso quando suponha supponi se если когда пусть предполож* дано 如果 假设 设有 已知 若是 場合 もし 仮定 とき eğer jeśli jeżeli als indien nếu jika إذا यदि अगर',
  limit:
    'exactly must only most least more less fewer than within limit* minimum maximum up constraint* require* required should exceed* under over genau höchstens mindestens muss nur darf dürfen exactement maximum doit seulement moins plus máximo mínimo debe solo exactamente deve apenas soltanto almeno ровно должен должна только максимум минимум не более 必须 超过 至少 最多 恰好 只能 必ず 以内 以上 以下 tam sadece dokładnie tylko moet alleen phải chỉ harus hanya يجب فقط केवल',
  proof:
    'prove proof proofs proves proved proving provable provably proving show shows derive derivation deriv* theorem* lemma corollary converse contradiction induction rigorous* counterexample hence thereby beweis* zeige herleit* démontr* prouve* montrer théorème demuestra demostr* prueba teorema demonstr* prova dimostr* докаж* доказ* теорем* выведи 证明 推导 定理 証明 導出 定理 증명* 유도* kanıtla ispat* udowodnij dowód bewijs* chứng buktikan برهن أثبت सिद्ध',
  advanced:
    'integral integrals polynomial* matrix matrices eigen* determinant vector vectors derivative derivatives differential* convergen* converge* modulo mod prime primes divisible divisor* remainder integer integers real rational irrational complex roots root sequence* series sum product function functions logarithm* log sin cos tan triangle* circle* angle* radius perpendicular tangent probability probabil* expected variance distribution permutation* combinat* binomial coefficient* equation* inequal* quadratic cubic domain inverse graph vertices vertex edges hyperbola parabola ellipse polygon isomorph* abelian topolog* manifold hilbert integralen polynom* gleichung* wahrscheinlich* matriz intégrale polynôme équation* ecuaci* probabilidad integrale equazion* уравнен* интеграл* многочлен* вероятност* треугольник* числ* 数列 方程 积分 函数 概率 矩阵 三角 確率 積分 関数 数列 정수* 함수* 확률* 방정식* 적분*',
  everyday:
    'cost costs price* dollar* dollars cents euro euros pound pounds percent percentage discount total each per bought buys sold sells gave gives left spend* spent earn* paid pay pays save* hours minutes miles km kg grams litres liters box boxes boxes bag bags twice half third quarter double average altogether many much prozent kostet zusammen preis pourcent coûte prix cuesta precio porciento quanto costa custa процент* стоит рублей сколько 多少 一共 每个 平均 何個 合計 平均 얼마* 모두',
  relation:
    'left right between behind next adjacent opposite above below before after older younger taller shorter faster first last second clue clues house houses row sits sit seated neighbor* neighbour* lives live liar lies truth true north south east west rank* order ordered immediately beside links rechts zwischen neben gauche droite entre côté izquierda derecha destra sinistra между слева справа рядом соседн* 左边 右边 之间 相邻 旁边 说谎 真话 左側 右側 隣の 間に',
  design:
    'design architect* migrat* scal* scalable distributed concurren* consisten* throughput latency availab* microservice* services service event* queue* schema replica* partition* shard* transaction* idempot* rollback deploy* pipeline* infrastructure kubernetes refactor* module* protocol* cache caching api interface security entwirf architektur konsistenz verteilt* conçois diseña arquitectura escalab* projet* спроектир* архитектур* 设计 架构 分布 并发 一致 设計 分散 迁移 설계* 동시* tasarla zaprojekt* ontwerp thiết rancang',
  diagnosis:
    'debug* bug bugs crash* deadlock* race leak* leaks trace stack exception* error errors fails failing failed failure fix broken root cause causes diagnos* bisect reproduce investigate why wrong slow timeout* undefined null intermittent* fehler ursache warum erreur pourquoi panne causa fallo errore ошибк* причин* почему 原因 错误 失败 为什 故障 エラ 原因 なぜ 오류* 원인* hata neden błąd lỗi nguyên',
  algorithm:
    'algorithm* complexity efficient* optimal optimiz* optimis* dynamic recursion recursive recurrence tree trees graph array arrays string strings list lists tuple tuples dictionary substring* subsequence* matrix sort sorted sorting search binary heap hash stack queue node nodes path shortest longest cycle* subset* subarray* bits bitwise xor modulo constraints input output integers regex regular parser parse compile* thread* async generic* borrow lifetime* numpy pandas sql join joins query index window algorithmus komplexität algorithme complexité algoritmo complejidad алгоритм* сложност* 算法 复杂 递归 最短 数组 ルゴ 配列 알고리즘* 배열*',
  science:
    'energy force velocity acceleration mass momentum electron* proton* photon* quantum relativ* thermo* entropy enzyme* protein* dna rna gene genes genetic cell cells molecul* atom atoms atomic ion ions acid base equilibrium reaction* catalyst isotope* orbit* voltage current circuit* resist* frequency wavelength signal* species evolution* organism* membrane* neuron* receptor* mutation* bacteria* virus photosynth* mitosis meiosis tectonic climate pressure temperature density polymer* spectr* magnetic field quanten* énergie vitesse energía velocidad энерги* скорост* 能量 反应 细胞 分子 电子 速度 反応 細胞 分子 電子',
  profession:
    'contract* clause* liability indemn* statute* plaintiff defendant tort jurisdiction* lease landlord tenant trust deed breach damages regulat* complian* patient* symptom* diagnosis dose dosage mg therapy syndrome chronic acute blood serum drug drugs interaction* tax taxes revenue margin depreciation valuation wacc equity bond bonds interest inflation mortgage dividend portfolio audit* balance ledger vertrag klausel haftung mietvertrag steuer* contrat clause bail impôt contrato cláusula impuesto* contratto clausola договор* налог* пациент* 合同 条款 违约 税率 患者 契約 条項 税金 계약* 세금*',
  depth:
    'analy* assess* evaluate* evaluat* compar* contrast critically critique justify justif* argue argument* tradeoff* tradeoffs implications explain* why reason* reasoning interpret* weigh assumptions assumption evidence rank discuss* consider steelman objection* perspective* strategy strategic risk risks consequences propose recommend pros cons versus difference* warum begründe* bewert* vergleich* erkläre analys* compare* justifi* expliqu* critique analiza* compara* explica* justifica* analizza* confronta* spiega* анализ* сравни* объясн* обосну* 分析 比较 评价 解释 论述 优缺 说明 比較 分析 説明 評価 理由 분석* 비교* 설명* karşılaştır açıkla porówn* wyjaśnij vergelijk leg phân bandingkan jelaskan قارن اشرح तुलना समझाइए',
  steps:
    'first then next finally afterwards after step steps second third fourth lastly begin subsequently followed meanwhile until once and also plus zuerst dann danach schließlich schritt* anschließend puis ensuite enfin étape* primero luego después finalmente paso pasos depois passo prima poi infine passi сначала затем потом шаг шага шаги шагов 首先 然后 最后 步骤 其次 まず 次に 最後 手順 단계* 먼저 önce sonra adım najpierw potem eerst daarna',
  simple:
    'simple simply short quick quickly easy brief briefly basic hello hi hey thanks thank joke name names list define definition meaning translate spell capital example tell favorite favourite color colour kurz einfach hallo danke name hauptstadt court simple bonjour merci nom capitale corto sencillo hola gracias nombre capital breve ciao grazie nome простой коротк* привет спасибо столиц* 简单 简短 你好 谢谢 首都 簡単 短い 首都 がと 안녕* 수도*',
  form: 'words word sentences sentence characters paragraph paragraphs json table bullet bullets list columns format title lines letters letter syllable* rhyme* metre meter stanza haiku sonnet limerick markdown csv xml yaml schema tone style wörter sätze zeichen tabelle mots phrases tableau palabras frases tabla parole frasi слов предложен* таблиц* 字以 表格 格式 字数 文字 形式 表に',
  letters:
    'letter letters alphabet* alphabetical reverse reversed backwards cipher morse anagram palindrome* spell spelled vowel* consonant* syllable* pun puns crossword rhymes capital uppercase lowercase binary hexadecimal buchstabe* rückwärts lettre* envers letra* revés lettere букв* наоборот 字母 倒序 拼音 逆順 文字',
  extreme:
    'maximum minimum maximize minimize maximise minimise largest smallest greatest least most best worst highest lowest longest shortest fastest cheapest optimal fewest biggest maximal minimal größte* kleinste* beste* meilleur* mayor menor mejor maggiore minore migliore наибольш* наименьш* лучш* 最大 最小 最佳 最短 最好 最高 最低 가장',
  several:
    'all every each both any both several multiple various respectively list enumerate possible ways alle jede* jeweils sämtliche tous toutes chaque todos todas cada tutti ogni все каждый каждого 所有 每个 分别 全部 すべ ぞれ 모든 각각',
  lookup:
    'who whom whose where when which year date born died founded invented wrote author city country river president king queen actor singer album film movie song band team player capital located named known wer wo wann welche* jahr qui où quand quelle année quién dónde cuándo año quem onde ano chi dove anno кто где когда год 哪里 哪年 时候 誰が どこ いつ 누가 어디* 언제',
};
