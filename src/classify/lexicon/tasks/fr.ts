/** French cue phrases of tasks. */
import type { CueLines } from '../compile-phrases.ts';
import type { TaskCue } from '../task-cues.ts';

export const fr: CueLines<TaskCue> = {
  translate:
    "tradui*|traduction|tradu*|en {français,anglais,espagnol,allemand,italien,portugais,arabe,japonais,chinois,russe} |vers {le français,l'anglais,l'espagnol,l'allemand} |interprète*|du français|de l'anglais",
  howsay:
    "comment {dit-on,dire,on dit,se dit,écrit-on} |que veut dire|ça veut dire|que signifie|comment s'écrit|le mot pour",
  language:
    'anglais*|français*|allemand*|espagnol*|italien*|portugais*|arabe|japonais|chinois|russe|néerlandais|latin|polonais',
  summarize:
    "résum*|synthès*|synthétis*|en bref|points {essentiels,clés,principaux,importants} |idées {principales,clés} |idée principale|l'essentiel|condens*|récapitul*|grandes lignes|de quoi parle|compte rendu|tl;dr",
  brief:
    'en {une,deux,trois,quatre,cinq,quelques,0} {phrase,phrases,lignes,mots,points} |maximum 0|pas plus de 0|0 mots|brièvement|en quelques mots|puces|court',
  rewrite:
    "récri*|réécri*|reformul*|paraphras*|redis|rends {ce,cette,ça,le,la} |rendre {plus,ce,cette} |améliore*|simplifi*|autrement|d'une autre manière|en d'autres termes|transforme* {ce,cette,la,le} |mets {ce,cette,la,le} {texte,phrase} |au passé|au présent|à la forme passive|plus {poli,formel,professionnel,simple,clair,court,naturel,fluide,chaleureux,convivial,soutenu,percutant}*|retravaill*|vulgaris*|vouvoi*|adapte* {ce,cette,le}",
  adjust:
    'raccourci*|rallong*|plus {court,long,simple,clair,poli,formel,concis,fluide,professionnel,naturel,doux,direct}*|moins {formel,agressif,long,sec}*|développe*|étoffe*|allège*',
  correct:
    'corrig*|orthographe|grammaire|fautes|faute|conjugaison|ponctuation|relis|relire|relecture|est-ce correct',
  tone: 'formel*|poli|polie|professionnel*|amical*|familier|soutenu|dans le style|ton|chaleureu*|humoristique|courtois*|naturel*',
  extract:
    'extrai*|extraction|relève*|repère*|liste* {tous,toutes,les} |identifie*|trouve* {tous,toutes,les} |mots-clés|mots clés|entités|quelles {personnes,villes,entreprises,dates} |quels {sont les noms,noms} |donne* {tous,toutes} |récupère*|sous forme de tableau|en json|dans le texte|noms propres',
  classify:
    "class*|catégori*|étiquet*|sentiment*|quelle {catégorie,émotion,intention,priorité} |positif ou négatif|est-ce que {ce,cet,cette} {avis,message,commentaire,mail} |même sens|identifie l'intention|attribue*|spam|note* {de,sur} |oriente*|range*",
  polarity:
    'positif*|négatif*|neutre|oui ou non|vrai ou faux|choix possibles|options :|catégories :|parmi|urgent|réclamation',
  write:
    "écri*|rédig*|compose*|propose*|invente*|imagine*|crée*|créer|génère*|générer|conçoi*|prépare*|élabor*|donne-moi {0,des,une,un,quelques,trois,cinq,dix} |donnez-moi {0,des,une,un,quelques} |fais-moi|trouve-moi {un,des,une} {nom,titre,slogan,idées} |suggère*|j'ai besoin d'{un,une} |fais {un,une} |pond* ",
  genre:
    'histoire|poème*|lettre|discours|conte|courriel|e-mail|mail|article|essai|dissertation|slogan*|titre*|chanson|paroles|annonce|fiche produit|description de produit|scénario|dialogue|scène|billet|post|publication|légende|invitation|carte|message de|message pour|cv|communiqué|newsletter|biographie|nouvelle|chapitre|rapport sur|réponse à|toast|vœux|plan de|quiz|questions sur|recette|blague|lettre de motivation|texte pour|texte sur|accroche|publicité|critique de|discours de',
  ideas:
    'idées|idée|suggestions|noms pour|nom pour|pistes|brainstorm*|cadeau*|activités|0 {idées,raisons,conseils,questions,exemples} |{trois,cinq,dix} {idées,raisons,conseils,questions,exemples,noms,titres}',
  plan: 'planning|programme|itinéraire|emploi du temps|organise*|planifi*|plan|stratégie|menu|séance|calendrier éditorial|feuille de route',
  continue:
    "continue* {l'histoire,le texte,cette,ce} |termine* {l'histoire,cette,ce,la phrase} |complète*|la suite de",
  code: 'code|fonction|méthode|classe|programme|script|algorithme|tableau|variable|boucle|base de données|requête|programm*|compil*|débog*|expression régulière|formule excel|test unitaire|tests unitaires|composant|dépôt|commit|liste chaînée',
  program:
    'écri* {une fonction,un script,un programme,une requête,une classe,un code,du code} |cré* {une fonction,un script,un programme,une requête,une api} |{en,avec} {python,java,javascript,sql,c++,php,typescript,excel} |que fait {ce,cette} {code,fonction} |pourquoi {mon,ce} {code,script} |implément*|refactoris*|optimise* {ce,cette,mon} |expliqu* ce code',
  error: 'erreur*|exception|ne marche pas|ne fonctionne pas|plante|bug|échoue',
  compute:
    "calcul*|résou*|démontr*|détermin*|combien font|prouve*|simplifie* l'expression|dérivée|intégrale|racine|pourcentage|fois|divisé par|plus|moins|équation*|convertis 0|factoris*|développe* l'expression|somme|montrer que|évalue*",
  howmany:
    "combien|quel est le {prix,nombre,montant,total,volume,périmètre} |quelle est {la distance,la vitesse,l'aire,la probabilité,la durée} |au total|en tout|quel âge|quelle distance|combien de",
  quantity:
    'euros|centimes|kilomètres|mètres|heures|minutes|kilos|kg|litres|km/h|par {heure,jour,semaine,mois,personne,kilo} |double|triple|moitié|tiers|reste|remise|réduction|intérêt*|coûte*|achète*|vend*|gagne*|pommes|billes|chacun|plus que|moins que',
  mathnoun:
    'équation*|triangle|cercle|rectangle|probabilité*|nombre premier|fraction*|angle*|rayon|diamètre|périmètre|aire|volume|suite|moyenne|matrice|vecteur*|entier*|fonction f|polynôme|problème de maths|vitesse|dé|carré',
  logic:
    'logique*|argument*|conclu*|dédui*|prémisse*|hypothèse|raisonnement|syllogisme|sophisme|donc|implique|si * alors|tous les * sont|certains * sont|contradiction|valide',
  puzzle:
    'énigme*|devinette*|plus {grand,petit,âgé,jeune,vieux} que|assis|à gauche|à droite|ment|menteur*|vérité|qui {est,a,ment,habite,possède} |intrus|suite logique|prochain nombre|nombre suivant|indices|exactement un|maisons',
  judge:
    'laquelle des|lequel des|est-il valide|affaibli*|renforc*|faille|peut-on conclure|que peut-on {conclure,déduire} |convaincant|biais',
  cause: 'cause*|effet*|conséquence*|parce que|à cause|entraîne|résultat|que se passe-t-il si|provoque*',
  likely: 'probable*|plausible|vraisembl*|le plus logique|quelle option|choisis {la,le} |sans doute',
  who: "qui|quand|où|quel|quelle|quels|quelles|lequel|dans quel*|en quelle année|capitale|comment s'appelle|qui était|qui a|à quelle",
  what: "qu'est-ce|c'est quoi|que {sont,est} |quelle est la {définition,signification,différence} |est-ce que|y a-t-il|signifie|définition|définir|existe-t-il|est-il vrai|à quoi sert",
  why: 'pourquoi|pour quelle raison|raison|comment se fait-il',
  howto:
    "comment {faire,puis-je,enlever,fonctionne,peut-on,on,je,nettoyer,apprendre,cuisiner,se,devenir,installer,préparer} |étapes|astuces|conseils|meilleure façon|que {faire,dois-je} |mode d'emploi|tutoriel|étape par étape",
  explain:
    "expliqu*|décri*|différence*|parle-moi|raconte-moi|avantages|inconvénients|présente*|présentation de|qu'est-ce que|exemple*|histoire de la|histoire du|fonctionnement|causes de|principes|comprendre|détaille*",
  compare: 'différence*|compar*|ou|mieux|meilleur*|versus|vs|avantages et',
  advise:
    'conseil*|recommand*|devrais-je|dois-je|faut-il|vaut-il|puis-je|est-ce que je {peux,dois} |avis|que penses-tu|à ton avis|meilleur*|quel est le meilleur|peut-on|remède*',
  analyse:
    'analys*|évalu*|interprét*|étudi*|conséquences|enjeux|tendance*|impact*|données|perspectives|bilan',
  list: 'liste|listez|énumère*|cite*|nomme*|exemples',
  exam: 'laquelle des affirmations|bonne réponse|vrai ou faux|choix multiple|cochez|qcm|réponse correcte',
  given:
    "{ce,cet,cette,le,la,les,l'} {texte suivant,article suivant,phrase suivante,paragraphe suivant,passage suivant,message suivant,texte,article,phrase,paragraphe,passage,mail,e-mail,courriel,extrait,document,message,avis,conversation} {:,ci-dessous,ci-dessus,suivant,suivante,} |ci-dessous|ci-dessus|ci-joint|suivant*|voici|texte :|article :|phrase :|phrases :",
  document:
    'texte|article|paragraphe|passage|extrait|document|courrier|avis|commentaire|rapport|contrat|compte rendu|conversation|message|client|critique|réunion|phrase|facture',
  answer_from:
    "d'après {le,la,ce,cette,l'} |selon {le,la,ce,cette,l'} {texte,article,auteur,document,passage,contrat} |à partir {du,de} |en te basant|en utilisant uniquement|dans le texte|réponds à la question|répondez aux questions|répondez à|lis le|lisez|l'auteur|uniquement {sur,à partir} |le contexte",
  label:
    'question :|réponse :|contexte :|texte :|question:|réponse:|contexte:|texte:|source :|objet :|client :|document :',
  greet:
    'bonjour|salut|merci|bonsoir|ça va|comment ça va|comment vas-tu|comment allez-vous|bonne nuit|coucou|au revoir|à bientôt|bonne journée|quoi de neuf',
  about_you:
    "es-tu|as-tu|tu {es,as,fais,aimes,peux,t'appelles,penses} |t'appelles|ton nom|qui es-tu|êtes-vous|avez-vous|aimes-tu|peux-tu|qui t'a|ton|ta {couleur,vie} |toi",
  feel: "je {suis triste,suis fatigué,m'ennuie,me sens,suis content,suis stressé,suis seul,suis en colère,t'aime} |triste|fatigué*|ennui*|seul|seule|déprim*|mon copain|ma copine|mon mari|ma femme|mauvaise journée|stressé*",
  role: 'joue {le rôle,un,une,mon} |tu es {un,une,mon,ma,le,la,maintenant} |vous êtes {un,une} |agis comme|fais comme si|imagine que|jeu de rôle|comporte-toi|mets-toi|incarne|dans la peau|réponds comme|en tant que|ton rôle|votre rôle|je veux que tu|simul*',
  game: 'blague|jouons|drôle|fais-moi rire|devine|un jeu|chante|amuse-moi|anecdote',
  follow:
    "oui|non|ok|d'accord|continue|vas-y|encore|un autre|une autre|et {maintenant,pour,en,après} |maintenant {en,fais,traduis,plus} |pareil|idem|le deuxième|la première|le premier|la deuxième|parfait|exactement|c'est ça|plutôt|aussi|bien sûr|refais|la même chose|plus court",
  schedule:
    'réserv*|commande*|annule*|programme* {un,une} |planifie {un,une} |rendez-vous|achète*|rappelle-moi|mets {un,une} {réveil,alarme,rappel,minuteur} |paie|payer|billet*|table pour|taxi|ajoute* * {calendrier,agenda} |prends rendez-vous|déplace* {le,mon,ma}|rappel|réveil|hôtel|vol',
  send: 'envoie*|envoyer|appelle*|écris à|réponds à {mon,ma,ce,jean} |transfère*|publie*|partage*|préviens|message à|mail à|sms',
  device:
    'allume*|éteins|éteindre|mets {de la,la,le,du} {musique,chauffage,lumière,volume,son} |lumière*|chauffage|volume|baisse*|monte*|joue {la chanson,de la musique} |pause|thermostat|ouvre|ferme|volets|télé|minuteur|coupe le|lance*|active*|désactive*',
  account:
    'mon {compte,solde,colis,abonnement,mot de passe,code,forfait,virement} |ma {commande,carte,facture,livraison,réservation} |mes {commandes,dépenses,factures,rendez-vous} |solde|facture*|remboursement|livraison|numéro de commande|carte bancaire|virement|prélèvement|abonnement|suivi',
  change:
    'supprime*|efface*|retire*|déplace*|copie*|renomme*|télécharge*|installe*|redémarre*|modifie* {mon,ma,mes,la,le} |ajoute*|mets à jour|change* {mon,ma,mes,la,le} |enregistre*|crée {un,une} {dossier,fichier,compte,ticket,tâche,événement} |bloque*|résilie*|réinitialise*|déploie*|archive*|valide*|exécute*|désinstalle*',
  search:
    "cherche*|trouve*|recherche*|montre*|affiche*|vérifie*|consulte*|regarde*|météo|quel temps|à proximité|près d'ici|près de chez|quelle heure|trafic|y a-t-il des|cours de l'action|itinéraire|horaires|disponib*|donne-moi {mon,mes,la météo,le solde} |récupère*",
  thing:
    'agenda|calendrier|réunion|réveil|compte|facture|météo|lumière|vol|hôtel|restaurant|train|liste de courses|fichier*|dossier*|serveur|boîte mail|colis|billet|commande|playlist|voiture|rendez-vous|base de données',
  when: "aujourd'hui|demain|hier|ce soir|ce matin|la semaine prochaine|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|à 0h|0h|0 heures|maintenant|après-demain|ce week-end|le mois prochain",
  tool: 'outil|image|photo|vidéo|audio|lien|site|api',
  files: 'répertoire|dossier|fichier|fichiers|terminal|commande|linux|permissions|journal|disque',
  please:
    "s'il {te plaît,vous plaît} |stp|svp|peux-tu|pouvez-vous|pourrais-tu|pourriez-vous|merci de|veuillez",
  want: "j'ai besoin|je veux|je voudrais|j'aimerais|aide-moi|aidez-moi|je cherche|je souhaite|il me faut|je dois|je prépare",
  first_person: "je|j'ai|mon|ma|mes|moi|nous|notre|nos|me|m'",
};
