<?php

declare(strict_types=1);

namespace Drupal\creno\Plugin\Block;

use Drupal\Core\Block\Attribute\Block;
use Drupal\Core\Block\BlockBase;
use Drupal\Core\Config\ConfigFactoryInterface;
use Drupal\Core\Form\FormStateInterface;
use Drupal\Core\Plugin\ContainerFactoryPluginInterface;
use Drupal\Core\StringTranslation\TranslatableMarkup;
use Drupal\Core\Url;
use Drupal\creno\ApiAddress;
use Drupal\creno\BookingBuilder;
use Drupal\creno\Choices;
use Symfony\Component\DependencyInjection\ContainerInterface;

/**
 * Provides a block with the booking widget.
 */
#[Block(
  id: 'creno_booking',
  admin_label: new TranslatableMarkup('Créno booking'),
  category: new TranslatableMarkup('Créno'),
)]
class BookingBlock extends BlockBase implements ContainerFactoryPluginInterface {

  /**
   * Constructs a BookingBlock.
   *
   * @param array $configuration
   *   The block's configuration.
   * @param string $plugin_id
   *   The plugin ID.
   * @param mixed $plugin_definition
   *   The plugin definition.
   * @param \Drupal\creno\BookingBuilder $builder
   *   Builds the widget's element.
   * @param \Drupal\Core\Config\ConfigFactoryInterface $configFactory
   *   The configuration.
   */
  public function __construct(
    array $configuration,
    $plugin_id,
    $plugin_definition,
    protected BookingBuilder $builder,
    protected ConfigFactoryInterface $configFactory,
  ) {
    parent::__construct($configuration, $plugin_id, $plugin_definition);
  }

  /**
   * {@inheritdoc}
   */
  public static function create(ContainerInterface $container, array $configuration, $plugin_id, $plugin_definition): static {
    return new static(
      $configuration,
      $plugin_id,
      $plugin_definition,
      $container->get('creno.builder'),
      $container->get('config.factory'),
    );
  }

  /**
   * {@inheritdoc}
   */
  public function defaultConfiguration(): array {
    return [
      'label_display' => '0',
      'api' => '',
      'agency' => '',
      'skill' => '',
      'theme' => '',
      'channel' => '',
      'campaign' => '',
      'lang' => '',
    ];
  }

  /**
   * {@inheritdoc}
   */
  public function blockForm($form, FormStateInterface $form_state): array {
    $texts = [
      'agency' => [
        $this->t('Agency'),
        $this->t('Its short name, such as paris-opera. Left empty, the visitor chooses.'),
      ],
      'skill' => [
        $this->t('Skill'),
        $this->t('The short name of a skill: only its themes are offered.'),
      ],
      'theme' => [
        $this->t('Theme'),
        $this->t('Its short name, such as premier-rdv. Left empty, the visitor chooses.'),
      ],
      'campaign' => [
        $this->t('Campaign'),
        $this->t('The short name of a campaign: only its sessions are offered.'),
      ],
    ];
    foreach ($texts as $name => [$title, $description]) {
      $form[$name] = [
        '#type' => 'textfield',
        '#title' => $title,
        '#description' => $description,
        '#default_value' => $this->configuration[$name],
        '#maxlength' => 64,
      ];
    }
    $form['channel'] = [
      '#type' => 'select',
      '#title' => $this->t('Channel'),
      '#options' => [
        'office' => $this->t('At the agency'),
        'video' => $this->t('By video'),
        'phone' => $this->t('By telephone'),
      ],
      '#empty_option' => $this->t("Visitor's choice"),
      '#empty_value' => '',
      '#default_value' => $this->configuration['channel'],
    ];
    $form['lang'] = [
      '#type' => 'select',
      '#title' => $this->t('Language'),
      '#options' => [
        'fr' => $this->t('French'),
        'en' => $this->t('English'),
      ],
      '#empty_option' => $this->t("Site's current language"),
      '#empty_value' => '',
      '#default_value' => $this->configuration['lang'],
    ];
    $form['api'] = [
      '#type' => 'url',
      '#title' => $this->t('Address of another Créno server'),
      '#description' => $this->t('Only where this block books elsewhere than the <a href=":settings">server of the site</a>, from which the script always comes.', [
        ':settings' => Url::fromRoute('creno.settings')->toString(),
      ]),
      '#default_value' => $this->configuration['api'],
    ];
    return $form;
  }

  /**
   * {@inheritdoc}
   */
  public function blockValidate($form, FormStateInterface $form_state): void {
    foreach (Choices::SLUGS as $name) {
      $value = trim((string) $form_state->getValue($name));
      $form_state->setValue($name, $value);
      if ($value !== '' && !Choices::isValid($name, $value)) {
        $form_state->setErrorByName($name, $this->t('This is not a short name: lower-case letters, digits and single hyphens, 64 at most.'));
      }
    }
    $api = ApiAddress::normalize((string) $form_state->getValue('api'));
    $form_state->setValue('api', $api);
    if ($api !== '' && !ApiAddress::isValid($api)) {
      $form_state->setErrorByName('api', $this->t('This is not the address of a server: it starts with https:// or http:// and holds neither account, parameters nor anchor.'));
    }
    elseif ($api !== '' && !ApiAddress::isValid((string) $this->configFactory->get('creno.settings')->get('api'))) {
      $form_state->setErrorByName('api', $this->t('First give the address of the server of the site: the script comes from there.'));
    }
  }

  /**
   * {@inheritdoc}
   */
  public function blockSubmit($form, FormStateInterface $form_state): void {
    foreach (['api', 'lang', 'channel', ...Choices::SLUGS] as $name) {
      $this->configuration[$name] = (string) $form_state->getValue($name);
    }
  }

  /**
   * {@inheritdoc}
   */
  public function build(): array {
    return $this->builder->build($this->configuration, api: $this->configuration['api']);
  }

}
