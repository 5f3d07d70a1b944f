/** Spanish cue phrases of tasks. */
import type { CueLines } from '../compile-phrases.ts';
import type { TaskCue } from '../task-cues.ts';

export const es: CueLines<TaskCue> = {
  translate:
    'traduc*|traduz*|tradúc*|traduce*|al {inglés,español,francés,alemán,italiano,portugués,japonés,chino,ruso,árabe,catalán} |en {inglés,francés,alemán,italiano,portugués} |del {inglés,español} |versión en {inglés,español,francés}',
  howsay: 'cómo se {dice,escribe,llama,pronuncia} |qué significa|qué quiere decir|cómo digo|la palabra para',
  language:
    'inglés|inglesa|francés|alemán|español|castellano|italiano|portugués|japonés|chino|ruso|árabe|latín|catalán|coreano',
  summarize:
    'resum*|resumen|síntesis|sintetiz*|puntos {clave,principales,más importantes} |ideas {principales,clave} |idea principal|lo más importante|lo esencial|en pocas palabras|de qué {trata,habla,va} |condens*|recapitul*|abrevia*',
  brief:
    'en {una,dos,tres,cuatro,cinco,pocas,0} {frase,frases,oración,oraciones,líneas,palabras,puntos} |máximo 0|menos de 0 palabras|no más de 0|brevemente|viñetas|0 palabras',
  rewrite:
    'reescrib*|reformul*|parafrase*|redact* {de nuevo,de otra,este,esta,mejor} |di lo mismo|de otra {manera,forma} |en otras palabras|haz {este,esta,que este,que esta,que suene} |mejora* {este,esta,el,la,mi} |simplific*|que suene|con palabras {más,sencillas} |pasa* {este,esta,a} |convierte {este,esta,la} {texto,frase,oración} |más {formal,educado,corto,claro,simple,sencillo,profesional,natural,cordial,amable,persuasivo}*|cambia {el tono,la frase,el tiempo} |en voz pasiva|en pasado|pule|adapta* {este,esta} ',
  adjust:
    'acort*|alarg*|más {corto,corta,largo,claro,simple,formal,educado,conciso,natural,directo,breve}*|menos {formal,agresivo,seco}*|amplía*|ampliar|expand*|suaviz*',
  correct:
    'corrig*|corrección|ortograf*|gramática*|errores|faltas|puntuación|acentos|revisa {la ortografía,mi,este,la gramática} |está bien escrito|es correcto',
  tone: 'formal*|educad*|cortés|profesional*|amable|amigable|informal|cordial|estilo de|tono|humorístic*|cercano|natural',
  extract:
    'extra{e,er,iga,igas}|extrae*|extraer|saca {los,las,todos,todas} |lista {todos,todas,los,las} |enumera {todos,todas,los,las} |identifica*|encuentra {todos,todas,los,las} |palabras clave|entidades|qué {personas,empresas,lugares,fechas} |nombres propios|del texto|en formato json|en una tabla|localiza*|datos de',
  classify:
    'clasific*|categoriz*|etiquet*|sentimiento*|qué {categoría,emoción,tipo de} |positivo o negativo|es {positivo,positiva,negativa,spam} |esta reseña es|mismo significado|intención|asigna*|puntúa*|determina si|indica si|tipo de consulta',
  polarity:
    'positiv*|negativ*|neutr*|sí o no|verdadero o falso|opciones:|categorías:|entre las siguientes|urgente|queja',
  write:
    'escrib*|redact*|compon*|inventa*|crea|crear|crea*|genera*|diseña*|elabora*|propon*|imagina*|dame {0,una,un,unas,unos,algunas,algunos,ideas,tres,cinco,diez} |hazme|haz {un,una} |necesito {un,una} {carta,discurso,correo,texto,poema,eslogan,título} |prepara*|piensa {en,un} |sugier*|desarrolla*',
  genre:
    'cuento*|poema*|carta*|correo|e-mail|email|ensayo*|discurso*|historia|artículo|guion|canción|letra de|eslogan*|título*|titular*|anuncio*|publicación|post|entrada de blog|blog|descripción {de producto,del producto,para} |diálogo|escena|relato*|invitación|tarjeta|mensaje {de,para} |nota de prensa|biografía|capítulo|informe sobre|reseña de|respuesta a|felicitación|brindis|cuestionario|preguntas sobre|receta|chiste|carta de presentación|currículum|texto {para,sobre} |boletín|monólogo|verso*|novela|leyenda|pie de foto',
  ideas:
    'ideas|idea|sugerencias|nombres para|nombre para|lluvia de ideas|regalo*|actividades|0 {ideas,razones,consejos,preguntas,ejemplos} |{tres,cinco,diez} {ideas,razones,consejos,preguntas,ejemplos,nombres,títulos}',
  plan: 'plan|planifica*|itinerario|rutina|programa de|cronograma|menú|estrategia|agenda|organiza*|calendario de|hoja de ruta',
  continue:
    'continúa*|termina {la,el,esta,este} {historia,cuento,frase} |completa {la,el,esta,este} |sigue {la,escribiendo}',
  code: 'código|función|método|clase|programa|script|algoritmo|arreglo|variable|bucle|base de datos|consulta|program*|compil*|depur*|expresión regular|fórmula de excel|prueba unitaria|pruebas unitarias|componente|repositorio|commit|servidor',
  program:
    'escribe {una función,un programa,un script,una consulta,un código,código,una clase} |crea {una función,un programa,un script,una consulta,una api,una clase} |{en,con} {python,java,javascript,sql,c++,php,typescript,excel} |qué hace {este,esta} {código,función} |por qué {mi,este} {código,script} |implement*|refactoriz*|optimiza {este,esta,mi} |explica este código',
  error: 'error|errores|excepción|no funciona|falla|falló|se cae|bug',
  compute:
    'calcul*|resuelv*|resolv*|demuestr*|cuánto es|halla|hallar|determin*|prueba que|simplifica {la expresión,0} |derivada|integral|raíz|porcentaje|por ciento|multiplicad*|dividid*|más|menos|ecuaci*|convierte 0|suma|resta|encuentra {el valor,la suma,el área,x} |factoriz*|evalúa',
  howmany:
    'cuánt*|cuál es {el total,la probabilidad,el área,el perímetro,la velocidad,el precio,el volumen,la distancia,el número} |en total|qué porcentaje|qué distancia|qué edad',
  quantity:
    'euros|dólares|pesos|centavos|kilómetros|metros|horas|minutos|kilos|kg|litros|km/h|por {hora,día,semana,mes,persona,kilo} |doble|triple|mitad|tercio|quedan|queda|descuento|interés|cuesta*|compra*|vende*|gana*|manzanas|canicas|cada uno|más que|menos que|sobran',
  mathnoun:
    'ecuaci*|triángulo|círculo|rectángulo|probabilidad*|número primo|fracci*|ángulo*|radio|diámetro|perímetro|área|volumen|sucesión|promedio|media|matriz|vector*|entero*|polinomio|velocidad|dado|cuadrad*|problema de matemáticas|teorema',
  logic:
    'lógic*|argument*|conclu*|dedu*|premisa*|supuesto|razonamiento|silogismo|falacia|por lo tanto|implica|si * entonces|todos los * son|algunos * son|contradicci*|válid*',
  puzzle:
    'acertijo*|adivinanza*|más {alto,bajo,viejo,joven,rápido} que|mayor que|menor que|sentad*|a la izquierda|a la derecha|miente|mentiroso*|verdad|quién {es,tiene,miente,vive} |no pertenece|siguiente número|serie|pistas|exactamente uno|casas|patrón',
  judge:
    'cuál de las siguientes|es válido|debilita*|refuerza*|fortalece*|se puede concluir|qué se puede {concluir,deducir} |convincente|sesgo|falla el argumento',
  cause: 'causa*|efecto*|consecuencia*|porque|debido a|provoca*|resultado|qué pasa si|qué ocurre cuando',
  likely: 'probable*|plausible|lo más lógico|qué opción|elige {la,el} |probablemente',
  who: 'quién|quien|quiénes|cuándo|dónde|cuál|cuáles|en qué {año,país,ciudad,siglo} |capital de|cómo se llama|qué {año,país,ciudad,día} |de quién|a qué',
  what: 'qué {es,son,significa,era,fue,hace} |qué es|hay|existe|es verdad|es cierto|definición|significado|define|para qué sirve|en qué consiste',
  why: 'por qué|porqué|razón|a qué se debe|motivo*',
  howto:
    'cómo {puedo,hago,se hace,funciona,quitar,hacer,se,limpiar,aprender,preparar,cocinar,debo,instalar} |pasos|consejos|mejor manera|mejor forma|qué {hago,debo hacer,puedo hacer} |guía|tutorial|paso a paso|trucos',
  explain:
    'explic*|describ*|diferencia*|háblame|cuéntame|ventajas|desventajas|cómo funciona|ejemplo*|historia de|causas de|qué son|características|importancia|beneficios|introducción a|detall*',
  compare: 'diferencia*|compar*|o|mejor|versus|vs|ventajas y',
  advise:
    'recomi*|recomend*|consej*|debería|debo|conviene|puedo|es {bueno,malo,seguro,normal,posible,legal} |vale la pena|opinas|opinión|qué me {sugieres,aconsejas,recomiendas} |mejores|remedio*|cuál es {el,la} mejor|sirve para',
  analyse:
    'analiz*|análisis|evalú*|interpret*|examina*|implicaciones|tendencia*|impacto*|datos|perspectiva*|valora*',
  list: 'lista|listado|enumera*|menciona*|nombra*|ejemplos',
  exam: 'cuál de las siguientes|respuesta correcta|verdadero o falso|opción múltiple|marca la|seleccione',
  given:
    '{este,esta,el siguiente,la siguiente,siguiente} {texto,artículo,párrafo,correo,frase,oración,fragmento,pasaje,mensaje,reseña,documento,conversación,noticia} |el texto|a continuación|adjunto|abajo|siguiente*|texto:|artículo:|frase:|oración:|párrafo:|aquí {está,tienes}',
  document:
    'texto|artículo|párrafo|pasaje|fragmento|documento|correo|reseña|comentario|informe|contrato|acta|conversación|mensaje|cliente|noticia|reunión|frase|factura|crítica',
  answer_from:
    'según {el,la,este,esta} {texto,artículo,pasaje,autor,documento,contrato,párrafo,contexto,fragmento} |de acuerdo con|basándote|con base en|a partir {del,de} |en el texto|responde {a la,la,las,solo,a esta} |lee el|lee {este,la} |el autor|solo con|únicamente|usa el contexto|usando {solo,el} ',
  label: 'pregunta:|respuesta:|contexto:|texto:|fuente:|asunto:|cliente:|documento:|entrada:|salida:',
  greet:
    'hola|gracias|buenos días|buenas {tardes,noches} |buenas|qué tal|cómo estás|cómo está|adiós|hasta luego|saludos|qué onda|cómo va|buen día|nos vemos',
  about_you:
    'eres|tienes|te llamas|cómo te llamas|quién eres|te gusta|puedes|sabes|tu nombre|quién te|tú|vos|piensas|sientes|de dónde eres|cuántos años tienes',
  feel: 'estoy {triste,aburrid*,cansad*,feliz,sol*,enojad*,nervios*,estresad*,content*} |me siento|aburrid*|triste|cansad*|te quiero|te amo|mi novi*|mi espos*|mal día|llorar|me aburro|solo quería',
  role: 'actúa|actua|haz de|eres {un,una,mi,el,la,ahora} |finge|imagina que|juego de rol|compórtate|ponte en|interpreta|simula*|responde como|en el papel|tu {rol,tarea,papel} |quiero que {actúes,seas,hagas} |como si fueras|serás|usted es',
  game: 'chiste|juguemos|jugar|gracioso|hazme reír|adivina|juego|canta|dato curioso|entretenme',
  follow:
    'sí|si|no|ok|vale|de acuerdo|continúa|sigue|adelante|otra|otro|otra vez|y {ahora,para,en,si,el,la} |ahora {en,hazlo,traduce,más,con} |lo mismo|el segundo|la primera|el primero|la segunda|perfecto|exacto|correcto|mejor|también|claro|más corto|hazlo|dale',
  schedule:
    'reserv*|agend*|program{a,ar} {una,un} |cancela*|compra*|pide|pedir|ordena*|recuérdame|recordatorio|pon {una,un} {alarma,recordatorio,temporizador} |paga*|cita|citas|vuelo*|hotel|mesa para|taxi|boleto*|entradas|añade * {calendario,lista} |agrega * {calendario,lista} |reprograma*',
  send: 'envía*|manda*|llama a|escribe a|escríbele|responde a {juan,mi,ese} |reenvía*|publica*|comparte*|avisa*|mensaje a|correo a|notifica*',
  device:
    'enciende*|apaga*|prende*|sube {el,la} |baja {el,la} |pon {música,la,el} |luz|luces|calefacción|volumen|aire acondicionado|reproduce*|pausa|televis*|temporizador|abre|cierra|activa*|desactiva*|termostato|persianas|silencia*',
  account:
    'mi {cuenta,saldo,pedido,tarjeta,factura,contraseña,paquete,suscripción,reserva,reservación,agenda,calendario,correo} |mis {pedidos,gastos,facturas,citas,movimientos} |saldo|factura*|reembolso|devolución|envío|número de pedido|tarjeta de crédito|transferencia|cargo|suscripción|rastre*|seguimiento',
  change:
    'elimina*|borra*|quita*|mueve*|copia*|renombra*|sube {el,este} |descarga*|instala*|reinicia*|actualiza*|cambia {mi,la,el} |agrega*|añad*|guarda*|crea {un,una} {carpeta,archivo,cuenta,ticket,tarea,evento} |bloquea*|restablece*|despliega*|archiva*|aprueba*|ejecuta*|transfiere*|modifica*',
  search:
    'busca*|encuentra*|muéstra*|muestra*|consulta*|revisa*|verifica*|comprueba*|tiempo hará|clima|qué tiempo|cerca de|más cercan*|qué hora|tráfico|hay {vuelos,citas,mesas} |precio de la acción|cotización|horarios|disponib*|dime {mi,el clima,el saldo} |obtén*|dónde está',
  thing:
    'calendario|reunión|alarma|cuenta|factura|clima|luz|vuelo|hotel|restaurante|tren|lista de {compras,la compra,tareas} |archivo*|carpeta*|servidor|bandeja|paquete|boleto|pedido|playlist|coche|auto|cita|base de datos',
  when: 'hoy|mañana|ayer|esta {noche,tarde,semana,mañana} |próxim* {semana,lunes,mes} |lunes|martes|miércoles|jueves|viernes|sábado|domingo|a las 0|0:0|ahora|pasado mañana|este fin de semana',
  tool: 'herramienta*|imagen|foto|video|audio|enlace|sitio web|api',
  files: 'directorio|carpeta|archivo|archivos|ficheros|terminal|comando|linux|permisos|registro|disco',
  please: 'por favor|puedes|podrías|puede usted|podría|me puedes|me podrías|ayúdame',
  want: 'necesito|quiero|quisiera|me gustaría|ayúdame|busco|estoy buscando|tengo que|deseo|me hace falta',
  first_person: 'yo|mi|mis|me|nosotros|nuestr*|tengo|estoy|soy|conmigo',
};
