/** Portuguese cue phrases of tasks. */
import type { CueLines } from '../compile-phrases.ts';
import type { TaskCue } from '../task-cues.ts';

export const pt: CueLines<TaskCue> = {
  translate:
    'traduz*|traduç*|traduc*|para {o inglês,o português,o espanhol,o francês,o alemão,inglês,português,espanhol,francês} |em {inglês,espanhol,francês,alemão} |verta para|versão em inglês',
  howsay:
    'como se {diz,fala,escreve} |como {digo,falo,dizer,falar} |o que significa|o que quer dizer|qual a palavra',
  language: 'inglês|francês|alemão|espanhol|português|italiano|japonês|chinês|russo|árabe|latim|coreano',
  summarize:
    'resum*|síntese|sintetiz*|pontos {principais,chave,mais importantes} |ideias principais|ideia principal|o essencial|em poucas palavras|do que {trata,fala} |condens*|recapitul*',
  brief:
    'em {uma,duas,três,quatro,cinco,poucas,0} {frase,frases,linhas,palavras,pontos,tópicos} |no máximo 0|até 0 palavras|menos de 0 palavras|brevemente|tópicos|0 palavras',
  rewrite:
    'reescrev*|reformul*|parafras*|de outra {forma,maneira} |em outras palavras|melhor{e,ar} {este,esta,o,a,meu,minha,esse,essa} |simplifi*|deix{e,a,ar} {este,esta,o,a,esse,essa,mais} |torn{e,a,ar} {este,esta,o,a,mais} |transform* {este,esta,o,a} |mais {formal,educad*,curt*,clar*,simples,profissional,natural,cordial,amigável} |mude o tom|na voz passiva|adapt{e,a} {este,esta}',
  adjust:
    'encurt*|alongu*|mais {curto,curta,longo,longa,claro,simples,formal,educado,conciso,natural,direto,suave} |menos {formal,agressivo} |expand*|amplie|reduz*',
  correct:
    'corrij*|corrig*|correç*|ortograf*|gramatic*|gramátic*|erros|pontuação|revis{e,a,ar} {este,o,a,meu,minha,esse} |está correto|concordância',
  tone: 'formal*|educad*|cortês|profissional|amigável|informal|estilo de|tom|descontraíd*|gentil|natural',
  extract:
    'extrai*|extra{ia,ir,ção} |liste {todos,todas,os,as} |identifi*|encontr{e,ar} {todos,todas,os,as} |palavras-chave|entidades|quais {pessoas,empresas,lugares,datas} |dados do texto|do texto|em json|em uma tabela|retire|destaque|nomes próprios',
  classify:
    'classific*|classifiqu*|categoriz*|rotul*|sentimento*|qual {categoria,emoção,departamento,a intenção} |positivo ou negativo|é {spam,positivo,positiva,negativo} |mesmo significado|intenção|atribu*|avalie se|determine se|tipo de',
  polarity:
    'positiv*|negativ*|neutr*|sim ou não|verdadeiro ou falso|opções:|categorias:|urgente|reclamação|entre as',
  write:
    'escrev*|redij*|redig*|compon*|compõe|invent*|cri{e,a,ar} |ger{e,ar} |elabor*|proponh*|imagin*|dê-me {0,uma,um,ideias} |me dê {0,uma,um,algumas,alguns,ideias} |faça {um,uma} |faz {um,uma} |fazer um|preciso de {um,uma} {carta,discurso,e-mail,email,texto,poema,slogan,título} |prepar* {um,uma} |sugir*|desenvolv*|monte {um,uma} |pense em',
  genre:
    'história*|conto|poema*|carta*|e-mail|email|redação|ensaio|discurso|artigo|roteiro|música|letra de|slogan*|título*|manchete*|anúncio*|post|postagem|blog|legenda*|descrição {de produto,do produto,para} |diálogo|cena|convite|cartão|mensagem {de,para} |comunicado|biografia|capítulo|relatório sobre|resenha|resposta para|brinde|questionário|perguntas sobre|receita|piada|carta de apresentação|currículo|texto {para,sobre} |crônica|versos|novela|felicitação',
  ideas:
    'ideias|ideia|sugestões|nomes para|nome para|presente*|atividades|0 {ideias,razões,dicas,perguntas,exemplos} |{três,cinco,dez} {ideias,razões,dicas,perguntas,exemplos,nomes,títulos}',
  plan: 'plano|planej*|roteiro de viagem|itinerário|rotina|cronograma|cardápio|estratégia|agenda|organiz*|treino|roteiro',
  continue:
    'continue {a,o,esta,este} |termine {a,o,esta,este} {história,frase,texto} |complete {a,o,esta,este}',
  code: 'código|função|método|classe|programa|script|algoritmo|array|variável|laço|banco de dados|consulta|program*|compil*|depur*|expressão regular|fórmula do excel|teste unitário|testes unitários|componente|repositório|commit|servidor',
  program:
    'escreva {uma função,um programa,um script,uma consulta,um código,código,uma classe} |cri{e,ar} {uma função,um programa,um script,uma consulta,uma api,uma classe} |{em,com} {python,java,javascript,sql,c++,php,typescript,excel} |o que faz {este,esta,esse} {código,função} |por que {meu,este} {código,script} |implement*|refator*|otimize {este,esta,meu} |explique este código',
  error: 'erro|erros|exceção|não funciona|falha|falhou|bug',
  compute:
    'calcul*|resolv*|demonstr*|quanto é|quanto dá|ach{e,ar} |determin*|prove que|simplifique a|derivada|integral|raiz|porcentagem|por cento|vezes|dividid*|mais|menos|equaç*|converta 0|soma|encontre o {valor,x} |fator*|mostre que',
  howmany:
    'quant{o,os,a,as} |qual {é,} {o total,a probabilidade,a área,o perímetro,a velocidade,o preço,o volume,a distância,o número,o valor} |no total|ao todo|qual a {distância,idade,área}',
  quantity:
    'reais|euros|dólares|centavos|quilômetros|metros|horas|minutos|quilos|kg|litros|km/h|por {hora,dia,semana,mês,pessoa,quilo} |dobro|triplo|metade|terço|restam|sobra*|desconto|juros|custa*|compr*|vend*|ganha*|maçãs|cada um|mais que|menos que',
  mathnoun:
    'equaç*|triângulo|círculo|retângulo|probabilidade*|número primo|fraç*|ângulo*|raio|diâmetro|perímetro|área|volume|sequência|média|matriz|vetor*|inteiro*|polinômio|velocidade|dado|quadrad*|teorema',
  logic:
    'lógic*|argument*|conclu*|deduz*|premissa*|suposição|raciocínio|silogismo|falácia|portanto|implica|se * então|todos os * são|alguns * são|contradiç*|válid*',
  puzzle:
    'enigma*|charada*|adivinha*|mais {alto,baixo,velho,novo,rápido} que|sentad*|à esquerda|à direita|mente|mentiroso*|verdade|quem {é,tem,mente,mora} |não pertence|próximo número|sequência|pistas|exatamente um|casas',
  judge:
    'qual das seguintes|é válido|enfraquec*|fortalec*|pode-se concluir|o que se pode concluir|convincente|viés',
  cause:
    'causa*|efeito*|consequência*|porque|devido a|provoca*|resultado|o que acontece se|o que acontece quando',
  likely: 'prováve*|provável|plausível|qual opção|escolha {a,o} |provavelmente',
  who: 'quem|quando|onde|qual|quais|em que {ano,país,cidade} |capital|como se chama|que {ano,país,dia} |de quem',
  what: 'o que {é,são,significa,foi,faz} |que é|existe|é verdade|definição|significado|defina|para que serve|há',
  why: 'por que|por quê|porque|qual a razão|motivo*',
  howto:
    'como {posso,faço,se faz,funciona,tirar,fazer,limpar,aprender,preparar,cozinhar,devo,instalar} |passos|dicas|melhor maneira|melhor forma|o que {faço,devo fazer} |guia|tutorial|passo a passo',
  explain:
    'expli*|descrev*|diferença*|me fale|fale sobre|conte-me|vantagens|desvantagens|como funciona|exemplo*|história d{o,a} |causas d*|o que são|características|importância|benefícios|detalh*',
  compare: 'diferença*|compar*|ou|melhor|versus|vs|vantagens e',
  advise:
    'recomend*|conselh*|devo|deveria|vale a pena|posso|é {bom,ruim,seguro,normal,possível} |opinião|o que você acha|melhores|remédio*|qual {é,} {o,a} melhor|indica',
  analyse: 'analis*|anális*|avali*|interpret*|examin*|implicações|tendência*|impacto*|dados|perspectiva*',
  list: 'lista|liste|enumer*|cite|mencione|exemplos',
  exam: 'qual das alternativas|assinale|alternativa correta|resposta correta|verdadeiro ou falso|múltipla escolha',
  given:
    '{este,esta,esse,essa,o seguinte,a seguinte,seguinte} {texto,artigo,parágrafo,e-mail,email,frase,trecho,mensagem,resenha,documento,conversa,notícia} |o texto|abaixo|a seguir|em anexo|acima|seguinte*|texto:|artigo:|frase:|aqui está',
  document:
    'texto|artigo|parágrafo|passagem|trecho|documento|resenha|comentário|relatório|contrato|ata|conversa|mensagem|cliente|notícia|reunião|frase|avaliação',
  answer_from:
    'segundo {o,a,este} {texto,artigo,autor,documento,contrato,contexto,trecho} |de acordo com|com base {no,na,em} |a partir d{o,e} |no texto|responda {à,a,as,só,somente,com} |leia {o,a,este} |o autor|apenas com|use o contexto|usando apenas',
  label: 'pergunta:|resposta:|contexto:|texto:|fonte:|assunto:|cliente:|documento:',
  greet: 'oi|olá|obrigad*|bom dia|boa {tarde,noite} |tudo bem|tchau|como vai|até logo|e aí|beleza|valeu',
  about_you:
    'você {é,tem,gosta,pode,sabe,consegue,pensa,sente} |tu és|qual é o seu|seu nome|quem é você|quem te|teu nome|de onde você|quantos anos você',
  feel: 'estou {triste,entediad*,cansad*,feliz,sozinh*,com raiva,nervos*,estressad*} |me sinto|triste|cansad*|te amo|meu namorado|minha namorada|dia ruim|chorar|tédio',
  role: 'aja como|atue como|finja|você é {um,uma,meu,minha,o,a,agora} |imagine que|faça de conta|faz de conta|comporte-se|interprete|simule|responda como|seu {papel,trabalho} |sua tarefa|quero que você|como se fosse|jogo de papéis',
  game: 'piada|vamos jogar|jogar|engraçad*|me faça rir|adivinhe|jogo|cante|curiosidade',
  follow:
    'sim|não|ok|certo|tá|continue|segue|outra|outro|de novo|e {agora,para,em,se,o,a} |agora {em,faça,traduza,mais,com} |o mesmo|o segundo|a primeira|o primeiro|perfeito|exato|isso|melhor|também|claro|mais curto|pode|faz isso',
  schedule:
    'reserv*|agend*|cancel*|compr*|peça|pedir|lembre-me|me lembr*|lembrete|coloque {um,uma} {alarme,lembrete} |marque|marcar|pag{ue,ar} |consulta|voo*|hotel|mesa para|táxi|uber|passage*|ingresso*|adicione * {calendário,lista} |remarc*|despertador',
  send: 'envi*|mand{e,a,ar} |ligue para|ligar para|escreva para|responda {ao,à,para} |encaminh*|publi{que,car} |compartilh*|avise*|mensagem para|e-mail para|email para',
  device:
    'ligue {a,o,as,os} |acend*|apag*|deslig*|aument* {o,a} |diminu* {o,a} |toque {música,a,uma} |luz|luzes|volume|ar condicionado|paus*|televis*|tv|abra|fech*|ativ*|termostato',
  account:
    'minha {conta,fatura,compra,reserva,assinatura,senha,encomenda} |meu {saldo,pedido,cartão,pacote,plano,cadastro} |meus {pedidos,gastos} |saldo|fatura*|reembolso|devolução|entrega|número do pedido|cartão de crédito|transferência|pix|boleto|cobrança|assinatura|rastre*',
  change:
    'exclu*|apagu*|delet*|remov*|mov{a,er} |copi*|renome*|baix*|instal*|reinici*|atualiz*|mude {meu,minha} |adicion*|acrescent*|salv*|crie {um,uma} {pasta,arquivo,conta,chamado,tarefa,evento} |bloque*|redefin*|arquiv{e,ar} |aprov*|execut*|transfir*|alter*',
  search:
    'busqu*|busc{a,ar} |procur*|encontr*|mostr*|verifi*|consult{e,ar} |previsão do tempo|tempo hoje|clima|perto de|próxim*|que horas|trânsito|há {voos,consultas} |cotação|horários|disponív*|me diga {meu,minha} |onde está|pesquis*',
  thing:
    'calendário|reunião|alarme|conta|fatura|tempo|luz|voo|hotel|restaurante|trem|ônibus|lista de {compras,tarefas} |arquivo*|pasta*|servidor|caixa de entrada|pacote|pedido|playlist|carro|agenda|banco de dados',
  when: 'hoje|amanhã|ontem|esta {noite,tarde,semana} |hoje à noite|próxim{a,o} {semana,segunda,mês} |segunda|terça|quarta|quinta|sexta|sábado|domingo|às 0|0h|agora|depois de amanhã|fim de semana',
  tool: 'ferramenta*|imagem|foto|vídeo|áudio|link|site|api',
  files: 'diretório|pasta|arquivo|arquivos|terminal|comando|linux|permissões|disco',
  please: 'por favor|você pode|poderia|pode me|me ajuda|me ajude|dá pra|consegue',
  want: 'preciso|quero|gostaria|queria|me ajude|procuro|estou procurando|tenho que',
  first_person: 'eu|meu|minha|meus|minhas|me|nós|nosso|nossa|estou|tenho|sou',
};
